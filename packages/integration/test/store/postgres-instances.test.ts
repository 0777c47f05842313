import type { DurableStore } from '@doorward/core';
import { openPostgres, type SqlStores } from '@doorward/sql';
import { KEY } from '@doorward/test-core';
import { accountsOf, givenUser, MACHINE, OTHER_PASSWORD, signInAs } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { startInstance } from './frozen-instance.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { APPS, type Instance, startServer } from './two-instances.ts';

const CLOSED = 3;
const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 600_000 };

describeWithPostgres('several instances on PostgreSQL alone', (bin) => {
  let server: PostgresServer;
  let url = '';
  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    url = await server.createDatabase();
  });

  describe('as stores', () => {
    let proxy: TcpProxy;
    let stores: SqlStores;
    let other: SqlStores;
    let otherHeard: string[];
    beforeEach(async () => {
      proxy = await startTcpProxy(server.port);
      stores = await openPostgres({ url });
      other = await openPostgres({ url: url.replace(`:${server.port}/`, `:${proxy.port}/`) });
      otherHeard = [];
      other.expiring.subscribe((change) => otherHeard.push(change.kind === 'all' ? 'all' : change.key));
      other.durable.subscribe((change) => change.kind !== 'all' && otherHeard.push(change.id));
      await stores.expiring.create('session', 'k', record);
      await until(() => other.expiring.mayCache());
    });
    afterEach(async () => {
      proxy.restore();
      await Promise.all([stores.close(), other.close()]);
      await proxy.close();
    });

    /** What the other one may do with what it remembers, at the moment at which a change here resolves. */
    const onceDone = async (change: Promise<unknown> | unknown, name: string): Promise<string> => {
      await change;
      if (otherHeard.includes(name) || otherHeard.includes('all')) return 'knows';
      return other.expiring.mayCache() ? 'remembers' : 'asks';
    };
    const write = (work: Parameters<DurableStore['write']>[0]) => stores.durable.write(work);

    it('remove sessions only once the other one knows, however slow its link is (F41)', async () => {
      const { expiring } = stores;
      for (const remove of [
        () => expiring.delete('session', 'k'),
        () => expiring.claim('session', 'k'),
        () => expiring.deleteOwned('session', 'ada'),
      ]) {
        proxy.latencyMs = 0;
        if ((await expiring.get('session', 'k')) === null) await expiring.create('session', 'k', record);
        proxy.latencyMs = 60;
        await until(() => other.expiring.mayCache());
        otherHeard.length = 0;
        expect(await onceDone(remove(), 'k')).toBe('knows');
      }
    });

    it('change users, keys and settings only once the other one knows (F41)', async () => {
      proxy.latencyMs = 60;
      for (const [name, change] of [
        ['id', () => write((writer) => writer.putKey({ ...KEY, id: 'id', hash: 'h' }))],
        ['id', () => write((writer) => writer.deleteKey('id'))],
        ['roles', () => write((writer) => writer.putSetting('roles', '1'))],
      ] as const) {
        await until(() => other.expiring.mayCache());
        otherHeard.length = 0;
        expect(await onceDone(change(), name)).toBe('knows');
      }
    });

    it('wait for nobody because of tickets, which nobody remembers', async () => {
      await stores.expiring.create('ticket', 't', record);
      proxy.latencyMs = 200;
      await until(() => other.expiring.mayCache());
      expect(await onceDone(stores.expiring.claim('ticket', 't'), 't')).not.toBe('knows');
      await until(() => otherHeard.includes('t'));
    });

    it('go on while the other one is cut off without being told, which then asks (F41)', async () => {
      proxy.silence();
      expect(await onceDone(stores.expiring.delete('session', 'k'), 'k')).toBe('asks');
      expect((await failure(() => other.expiring.get('session', 'k'))).code).toBe('sql/unreachable');
      proxy.restore();
      await until(() => otherHeard.includes('k') || otherHeard.includes('all'));
      await until(() => other.expiring.mayCache());
      await until(async () => (await failure(() => other.expiring.get('session', 'k'))).code === 'none');
      expect(await other.expiring.get('session', 'k')).toBeNull();
    });

    it('have no lock left of one that ended, or whose connection did', async () => {
      const holders = async (): Promise<unknown> =>
        (await server.query('select count(*)::int as n from pg_locks where classid = 1148153705'))[0]?.['n'];
      expect(await holders()).toBe(2);
      proxy.cut();
      await until(async () => (await holders()) === 1);
      expect(await stores.expiring.delete('session', 'k')).toBe(true);
      proxy.restore();
      await until(async () => (await holders()) === 2);
      await other.close();
      await until(async () => (await holders()) === 1);
    });

    it('trust nothing after a message that no instance sent, and break of none', async () => {
      for (const text of ['junk', '{}', 'null', '{"by":"x","changes":[["session"]]}', '{"by":1,"changes":"all"}'])
        await server.query(`notify doorward, '${text}'`, url);
      await until(() => otherHeard.filter((name) => name === 'all').length === 5);
      expect(await other.expiring.get('session', 'k')).not.toBeNull();
    });
  });

  it('are not held up by one that is frozen, which then asks before it remembers (F41)', async () => {
    const stores = await openPostgres({ url });
    const frozen = await startInstance(url);
    try {
      for (const key of ['k', 'l']) await stores.expiring.create('session', key, record);
      await until(async () => (await frozen.ask()).mayCache);
      frozen.signal('SIGSTOP');
      expect(await stores.expiring.delete('session', 'k')).toBe(true);
      const asking = frozen.ask();
      frozen.signal('SIGCONT');
      const { mayCache, heard } = await asking;
      expect(mayCache && !heard.includes('k')).toBe(false);
      await until(async () => (await frozen.ask()).heard.includes('k'));
      // The server ends its connection after a while, and it starts afresh.
      frozen.signal('SIGSTOP');
      const others = 'select 1 from pg_locks where classid = 1148153705 offset 1';
      await until(async () => (await server.query(others, url)).length === 0);
      expect(await stores.expiring.delete('session', 'l')).toBe(true);
      frozen.signal('SIGCONT');
      await until(async () => (await frozen.ask()).heard.includes('all'));
      await until(async () => (await frozen.ask()).mayCache);
    } finally {
      await frozen.close();
      await stores.close();
    }
  });

  describe('as servers', () => {
    let instances: Instance[];
    beforeEach(async () => {
      const app = APPS['Express'] as (typeof APPS)[string];
      const options = { accounts: true, apiKeys: true, databaseUrl: url };
      instances = await Promise.all([1, 2, 3].map(() => startServer(app, options)));
    });
    afterEach(async () => {
      await Promise.all(instances.map((instance) => instance.close()));
    });

    /** What a script sees at each instance, one after the other. */
    const seen = async (headers: Readonly<Record<string, string>>): Promise<readonly number[]> => {
      const answers: number[] = [];
      for (const { http } of instances) {
        answers.push((await http.get('/').set({ accept: 'application/json', ...headers })).status);
      }
      return answers;
    };
    const [all, nobody] = [
      [200, 200, 200],
      [401, 401, 401],
    ];

    it('let nobody in any more who signed out at one, or was disabled, got a password or other roles, or was deleted there (A23, F41)', async () => {
      const [one, two] = instances as [Instance, Instance];
      const { users } = accountsOf(one.auth);
      for (const [i, end] of [
        (_id: string, cookie: string) =>
          one.http
            .post('/auth/logout')
            .set({ cookie, 'sec-fetch-site': 'same-origin' })
            .then(() => undefined),
        (id: string) => users.update(MACHINE, id, { status: 'disabled' }),
        (id: string) => users.update(MACHINE, id, { password: OTHER_PASSWORD }),
        (id: string) => users.update(MACHINE, id, { roles: ['viewer'] }),
        (id: string) => users.delete(MACHINE, id),
      ].entries()) {
        const { id, username } = await givenUser(one.auth, { username: `user${i}`, roles: ['admin'] });
        const cookie = await signInAs(two.http, { username });
        const sockets = await Promise.all(instances.map((instance) => instance.open(cookie)));
        expect([await seen({ cookie }), await seen({ cookie })]).toEqual([all, all]);
        await end(id, cookie);
        expect(await seen({ cookie })).toEqual(nobody);
        await until(() => sockets.every((socket) => socket.readyState === CLOSED));
      }
    });

    it('know at the very next request what a role gives that one of them changed (A29, F41)', async () => {
      const [one, two] = instances as [Instance, Instance];
      const { customRoles } = accountsOf(one.auth);
      await customRoles.create(MACHINE, { name: 'clerk', permissions: ['pages:read'] });
      await givenUser(one.auth, { username: 'ada', roles: ['clerk'] });
      const cookie = await signInAs(two.http, { username: 'ada' });
      const rights = async (): Promise<readonly unknown[]> => {
        const answers: unknown[] = [];
        for (const { http } of instances)
          answers.push((await http.get('/auth/api/me').set({ cookie })).body.permissions);
        return answers;
      };
      for (const permission of ['pages:read', 'pages:write', 'reports:read']) {
        await customRoles.update(MACHINE, 'clerk', { permissions: [permission] });
        expect(await rights()).toEqual([[permission], [permission], [permission]]);
      }
    });

    it('refuse a key that one of them deleted, at the very next request (F41)', async () => {
      const { keys } = accountsOf((instances[0] as Instance).auth);
      const issued = await keys?.createService(MACHINE, { name: 'build', roles: ['viewer'] });
      const headers = { 'x-api-key': issued?.secret ?? '' };
      expect([await seen(headers), await seen(headers)]).toEqual([all, all]);
      await keys?.delete(MACHINE, issued?.key.id ?? '');
      expect(await seen(headers)).toEqual(nobody);
    });
  });
});
