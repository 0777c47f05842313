import { createServer, type Server } from 'node:net';
import {
  ADA,
  BASE_DN,
  type Directory,
  describeWithSlapd,
  SERVICE,
  startDirectory,
  startWire,
  type Wire,
} from '@doorward/test-directory';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { LdapOptions } from '../src/options.ts';
import { closeDirectories, givenDirectory } from './fixture/given-directory.ts';

const attempt = { name: ADA.uid, password: ADA.password };
const wrong = { ...attempt, password: 'wrong' };

/** Nobody listens there: it was free a moment ago. */
const NOWHERE = 'ldap://127.0.0.1:1';

describeWithSlapd('a directory that cannot be asked', (program) => {
  let slapd: Directory;
  let wire: Wire;

  beforeAll(async () => {
    slapd = await startDirectory(program);
    wire = await startWire(slapd.port);
  });

  afterEach(async () => {
    slapd.thaw();
    await closeDirectories();
  });

  afterAll(async () => {
    await wire.close();
    await slapd.close();
  });

  const byWire = (options: Partial<LdapOptions> = {}) =>
    givenDirectory({ url: `ldap://127.0.0.1:${wire.port}` }, options);

  /** The error of an attempt, which holds no secret. */
  async function failure(options: Partial<LdapOptions>, given = attempt): Promise<Error & { code?: string }> {
    const directory = givenDirectory(slapd, options);
    const error = await Promise.resolve(directory.authenticate(given)).then(
      (identity) => new Error(`no error: ${JSON.stringify(identity)}`),
      (thrown: Error) => thrown,
    );
    for (const secret of [ADA.password, SERVICE.password, 'wrong-service-password', ADA.uid, 'canary']) {
      expect(String(error)).not.toContain(secret);
    }
    return error;
  }

  it('throws, and does not say that the password is wrong (A23, F21)', async () => {
    const error = await failure({ url: NOWHERE });
    expect(error).toMatchObject({ code: 'ldap/unreachable', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('throws when it does not answer in time, for an unknown name as well (F21)', async () => {
    slapd.freeze();
    const options = { timeoutMs: 300 };
    for (const given of [attempt, wrong, { name: 'nobody', password: 'x' }]) {
      expect(await failure(options, given)).toMatchObject({ code: 'ldap/unreachable' });
    }
  });

  it('says what is wrong when the service may not bind', async () => {
    const error = await failure({ bindPassword: 'wrong-service-password' });
    expect(error).toMatchObject({ code: 'ldap/bind-refused', message: expect.stringContaining('bindPassword') });
    expect(await failure({ bindDn: `cn=nobody,${BASE_DN}` })).toMatchObject({ code: 'ldap/bind-refused' });
  });

  it.each<[string, Partial<LdapOptions>]>([
    ['baseDn is nowhere', { baseDn: `ou=nowhere,${BASE_DN}` }],
    ['groups.baseDn is nowhere', { groups: { filter: '(member={user_dn})', baseDn: `ou=nowhere,${BASE_DN}` } }],
    ['baseDn is of somebody else', { baseDn: 'dc=elsewhere,dc=org' }],
  ])('says what is wrong when %s', async (_kind, options) => {
    const error = await failure(options);
    expect(error).toMatchObject({ code: 'ldap/answer-refused', message: expect.stringContaining('Check baseDn') });
  });

  it('asks the next server when one cannot be reached, and keeps to it (F21)', async () => {
    const directory = byWire({ url: [NOWHERE, `ldap://127.0.0.1:${wire.port}`] });
    const before = wire.count();
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
    // One that searches, and one for each password.
    expect(wire.count() - before).toBe(3);
  });

  it('asks the next server when one takes the connection and says nothing (F21)', async () => {
    const silent: Server = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const directory = givenDirectory(slapd, { url: [`ldap://127.0.0.1:${port}`, slapd.url], timeoutMs: 9_000 });
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
    await closeDirectories();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('asks no other server for a wrong password, or when the service may not bind', async () => {
    const before = wire.count();
    const url = [slapd.url, `ldap://127.0.0.1:${wire.port}`];
    expect(await givenDirectory(slapd, { url }).authenticate(wrong)).toBeNull();
    expect(await failure({ url, bindPassword: 'wrong-service-password' })).toMatchObject({ code: 'ldap/bind-refused' });
    expect(wire.count()).toBe(before);
  });

  it('names all servers when none can be reached', async () => {
    const error = await failure({ url: [NOWHERE, 'ldap://127.0.0.1:2'] });
    expect(error.message).toContain(NOWHERE);
    expect(error.message).toContain('ldap://127.0.0.1:2');
  });

  it('shares one connection for searching, and makes another one when it was cut (F21)', async () => {
    const directory = byWire();
    const before = wire.count();
    for (let time = 0; time < 3; time += 1) await directory.authenticate(attempt);
    expect(wire.count() - before).toBe(4);
    wire.cut();
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
    expect(wire.count() - before).toBe(6);
  });

  it('makes another one when a firewall forgot it, and nobody was told (F21)', async () => {
    const directory = byWire({ timeoutMs: 9_000 });
    await directory.authenticate(attempt);
    wire.freeze();
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
  });

  it('is asked again as soon as it is there again (F21)', async () => {
    const directory = byWire();
    await directory.authenticate(attempt);
    await slapd.stop();
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/unreachable' });
    await slapd.start();
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
  });

  it('makes one connection for searching for a hundred people at once', async () => {
    const directory = byWire();
    const before = wire.count();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_each, index) => directory.authenticate(index % 2 === 0 ? attempt : wrong)),
    );
    expect(outcomes.map((identity) => identity?.username ?? null)).toEqual(
      outcomes.map((_identity, index) => (index % 2 === 0 ? 'ada' : null)),
    );
    expect(wire.count() - before).toBe(101);
  });

  it('tries 32 passwords at once, and the others then', async () => {
    const directory = byWire();
    await directory.authenticate(attempt);
    const before = wire.count();
    const release = wire.hold();
    const all = Promise.all(Array.from({ length: 40 }, () => directory.authenticate(attempt)));
    while (wire.count() - before < 32) await new Promise((resolve) => setTimeout(resolve, 10));
    // Time for one more, were there no limit.
    await slapd.operations();
    await slapd.operations();
    expect(wire.count() - before).toBe(32);
    release();
    expect((await all).map((identity) => identity?.username)).toEqual(Array.from({ length: 40 }, () => 'ada'));
  });

  it('never searches as nobody in particular after a connection was lost', async () => {
    const directory = byWire();
    await directory.authenticate(attempt);
    wire.cut();
    // Meanwhile the end of the connection arrives.
    await slapd.operations();
    await directory.authenticate(attempt);
    const lines = (await slapd.operations()).filter((line) => /(?:BIND dn=.*method|SRCH base)/.test(line));
    expect(lines[0]).toContain(`BIND dn="${SERVICE.dn}"`);
    expect(lines[1]).toContain('SRCH');
  });
});
