/**
 * An app that ran on a data folder goes on with PostgreSQL.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyToPostgres } from '@doorward/sql';
import {
  type AdapterHarness,
  type Fixture,
  givenUser,
  MACHINE,
  PASSWORD,
  SCRIPT,
  signInAs,
  startFixture,
} from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

describeWithPostgres('a copy', (bin) => {
  let server: PostgresServer;
  let dataFolder: string;
  let url: string;
  const fixtures: Fixture[] = [];

  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'doorward-'));
    url = await server.createDatabase();
  });
  afterEach(async () => {
    for (const fixture of fixtures.splice(0)) await fixture.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  async function serve(place: { readonly dataFolder: string } | { readonly databaseUrl: string }): Promise<Fixture> {
    const options = { token: undefined, secret: SECRET, accounts: true, apiKeys: true, ...place };
    const fixture = await startFixture(FRAMEWORKS[0] as AdapterHarness, { options });
    fixtures.push(fixture);
    return fixture;
  }

  async function givenOld(): Promise<{ readonly cookie: string; readonly key: string; readonly id: string }> {
    const old = await serve({ dataFolder });
    const { id } = await givenUser(old.auth, { username: 'ada', roles: ['owner'] });
    for (let at = 0; at < 1_203; at += 1) await givenRow(old, at);
    const cookie = await signInAs(old.http, { username: 'ada' });
    const made = await old.http
      .post('/auth/api/keys')
      .set({ ...SCRIPT, cookie })
      .send({ name: 'nightly' });
    await old.auth.accounts?.own.connect(
      { principal: { ...MACHINE.principal, subject: id }, clientAddress: '' },
      'acme',
      { subject: 'ada-at-acme', roles: [] },
    );
    await old.auth.accounts?.customRoles.create(MACHINE, { name: 'clerk', permissions: ['report:read'] });
    await old.close();
    fixtures.splice(0);
    return { cookie, key: made.body.key, id };
  }

  it('takes everything along: who is signed in stays so, keys, passwords, roles and events go on', async () => {
    const { cookie, key, id } = await givenOld();
    const told: string[] = [];
    const rows = await copyToPostgres({ folder: dataFolder, url, onProgress: (table) => told.push(table) });
    expect(rows).toMatchObject({ users: 1_204, api_keys: 1, user_identities: 1 });
    expect(told).toEqual(expect.arrayContaining(['users', 'events', 'records']));
    const { http, auth } = await serve({ databaseUrl: url });
    expect((await http.get('/who').set({ ...SCRIPT, cookie })).body).toMatchObject({ name: 'ada', session: true });
    expect((await http.get('/who').set({ 'x-api-key': key })).body).toMatchObject({ name: 'ada' });
    expect(await signInAs(http, { username: 'ada', password: PASSWORD })).toContain('doorward_');
    const { users, roles, audit } = auth.accounts as NonNullable<typeof auth.accounts>;
    expect((await users.get(MACHINE, id)).identities).toMatchObject([{ source: 'acme' }]);
    expect((await users.list(MACHINE, { search: 'user-1202' })).total).toBe(1);
    expect(roles.has('clerk')).toBe(true);
    const made = await audit.list(MACHINE, { types: ['key-created'] });
    expect(made.map(({ event }) => event.targetName)).toEqual(['nightly']);
    expect(await auth.signInUrl).toBeNull();
  });

  it('is refused where somebody has used the target, and leaves both as they were', async () => {
    await givenOld();
    const used = await serve({ databaseUrl: url });
    await givenUser(used.auth, { username: 'somebody' });
    await expect(copyToPostgres({ folder: dataFolder, url })).rejects.toMatchObject({ code: 'sql/not-empty' });
    const { total } = await (used.auth.accounts as NonNullable<typeof used.auth.accounts>).users.list(MACHINE);
    expect(total).toBe(1);
    expect((await serve({ dataFolder })).auth.accounts).not.toBeNull();
  });

  it('is whole or not there: one that breaks off in the middle leaves nothing behind', async () => {
    await givenOld();
    const onProgress = (table: string): void => {
      if (table === 'events') throw new Error('the machine stops here');
    };
    await expect(copyToPostgres({ folder: dataFolder, url, onProgress })).rejects.toThrow('stops here');
    expect(await server.query('select id from doorward.users limit 1', url)).toEqual([]);
    expect((await copyToPostgres({ folder: dataFolder, url })).users).toBe(1_204);
  });

  it('leaves behind what is over by then', async () => {
    await givenOld();
    const inTwoMonths = () => Date.now() + 60 * 24 * 60 * 60 * 1000;
    const rows = await copyToPostgres({ folder: dataFolder, url, now: inTwoMonths });
    expect(rows).toMatchObject({ users: 1_204, records: 0, counters: 0 });
  });

  it('needs a database to copy: a folder without one is not made into one', async () => {
    const missing = join(dataFolder, 'nowhere');
    await expect(copyToPostgres({ folder: missing, url })).rejects.toMatchObject({ code: 'sql/missing' });
    await expect(copyToPostgres({ folder: dataFolder, url: 'postgres://127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'sql/missing',
    });
  });
});

/** More than one batch of them, without a hash. */
async function givenRow({ auth }: Fixture, at: number): Promise<void> {
  await auth.accounts?.users.create(MACHINE, { username: `user-${at}` });
}
