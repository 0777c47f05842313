import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineActor } from '@doorward/accounts';
import { openStores } from '@doorward/sql';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountsPlace, createAuth, type Environment, openAccounts } from '../src/index.ts';

const ACTOR = machineActor('test');
const PASSWORD = 'three grey herons';
const quiet = { info: () => undefined, warn: () => undefined };

let above: string;
let dataFolder: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'doorward-'));
  dataFolder = join(above, 'data');
});
afterEach(() => rmSync(above, { recursive: true }));

const open = (place: AccountsPlace = {}, environment: Environment = {}) =>
  openAccounts({ dataFolder, create: true, log: quiet, ...place }, environment);

describe('accounts that are opened without a server', () => {
  it('are an error where there are none, and nothing is made', async () => {
    const opening = openAccounts({ dataFolder }, {});
    await expect(opening).rejects.toThrow(`There are no accounts in ${dataFolder}. Name the data folder`);
    await expect(opening).rejects.toMatchObject({ code: 'auth/store-missing', option: 'dataFolder' });
    expect(existsSync(dataFolder)).toBe(false);
  });

  it('are those of a server on the same folder, which hears of every change', async () => {
    const auth = await createAuth({ accounts: true, dataFolder, log: quiet }, {});
    const opened = await open({ create: false });
    const { user } = await opened.accounts.users.create(ACTOR, {
      username: 'Ada',
      roles: ['owner'],
      password: PASSWORD,
    });
    expect(await auth.accounts?.users.get(ACTOR, user.id)).toEqual(user);
    expect(await opened.find('ADA')).toEqual(user);
    expect(await opened.find(user.id)).toEqual(user);
    expect(await opened.find('bob')).toBeNull();
    expect(opened.place).toBe(dataFolder);
    await opened.close();
    expect(await auth.accounts?.audit.list(ACTOR)).toMatchObject([{ event: { type: 'user-created', method: 'test' } }]);
    await auth.close();
  });

  it('are found by id before name: nobody takes the place of another by a name like his id', async () => {
    const opened = await open();
    const { user } = await opened.accounts.users.create(ACTOR, { username: 'ada' });
    const { user: mallory } = await opened.accounts.users.create(ACTOR, { username: user.id });
    expect((await opened.find(user.id))?.username).toBe('ada');
    expect((await opened.find(mallory.id))?.id).toBe(mallory.id);
    await opened.close();
  });

  it('bring no owner, no link to set one up, no secret and no token', async () => {
    const environment = {
      DOORWARD_OWNER_PASSWORD: PASSWORD,
      DOORWARD_SECRET_FILE: '/nowhere',
      DOORWARD_TOKEN_FILE: '/nowhere',
      DOORWARD_AUTO_LOGIN: 'ada',
      DOORWARD_ACCOUNTS: 'false',
      NODE_ENV: 'production',
    };
    const opened = await open({}, environment);
    expect(await opened.accounts.users.list(ACTOR)).toEqual({ total: 0, users: [] });
    await opened.close();
    expect(existsSync(join(dataFolder, 'secret'))).toBe(false);
    const stores = await openStores({ dataFolder });
    expect(await stores.expiring.list('ticket', 'set-up')).toEqual([]);
    await stores.close();
  });

  it('forget no event, however old', async () => {
    await (await open()).close();
    const stores = await openStores({ dataFolder });
    const nobody = {
      subject: null,
      name: null,
      target: null,
      targetName: null,
      method: null,
      reason: null,
      detail: null,
    };
    await stores.durable.addEvents([{ ...nobody, type: 'login', time: '2001-01-01T00:00:00.000Z', clientAddress: '' }]);
    await stores.close();
    await (await open({}, { DOORWARD_AUDIT_DAYS: '1' })).close();
    const after = await openStores({ dataFolder });
    expect(await after.durable.events()).toHaveLength(1);
    await after.close();
  });

  it('follow the variables, also from files, and code before them', async () => {
    const file = join(above, 'roles');
    writeFileSync(file, 'superuser\n');
    const environment = { DOORWARD_ROLES_FILE: file, DOORWARD_PUBLIC_URL: 'https://a.example/x' };
    const byVariable = await open({}, environment);
    expect(byVariable.accounts.roles.owner).toBe('superuser');
    const { user } = await byVariable.accounts.users.create(ACTOR, { username: 'ada' });
    const ticket = await byVariable.issueLink(ACTOR, user);
    expect(ticket.purpose).toBe('invitation');
    expect(byVariable.linkOf(ticket)).toBe(`https://a.example/x/auth/ticket?ticket=${ticket.ticket}`);
    await byVariable.close();
    const byCode = await open(
      { roles: 'studio' },
      { ...environment, DOORWARD_DATABASE_URL: 'postgres://127.0.0.1:1/x' },
    );
    expect(byCode.accounts.roles.has('member')).toBe(true);
    expect(await byCode.find('ada')).not.toBeNull();
    await byCode.close();
    await expect(open({}, { DOORWARD_ROLES: 'temas' })).rejects.toMatchObject({ code: 'auth/options-invalid' });
  });

  it('forget wrong guesses, and say so in the log', async () => {
    const opened = await open();
    const { user } = await opened.accounts.users.create(ACTOR, { username: 'ada', password: PASSWORD });
    await opened.unlock(ACTOR, user);
    expect((await opened.issueLink(ACTOR, user)).purpose).toBe('reset');
    expect((await opened.accounts.audit.list(ACTOR)).map(({ event }) => event.detail)).toEqual([
      'reset',
      'unlocked',
      'no role',
    ]);
    await opened.close();
  });
});
