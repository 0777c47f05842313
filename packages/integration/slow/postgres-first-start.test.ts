import { accountsOf, MACHINE, PASSWORD } from '@doorward/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type KilledServer, startKilledServer } from '../test/store/killed-server.ts';
import { describeWithPostgres, type PostgresServer, startPostgres } from '../test/store/postgres-server.ts';
import { APPS, startServer } from '../test/store/two-instances.ts';

const COUNT = 20;

describeWithPostgres('twenty processes that start on one empty database at once', (bin) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(bin, 300);
  });
  afterAll(() => server.close());

  const startAll = (options: Parameters<typeof startKilledServer>[0]): Promise<KilledServer[]> =>
    Promise.all(Array.from({ length: COUNT }, () => startKilledServer(options, 0)));

  it('make one owner by their links, whoever uses them at once, and the set-up is over for all (F12)', async () => {
    const options = { accounts: true, databaseUrl: await server.createDatabase() };
    const started = await startAll(options);
    const tickets = started.map(({ log }) => /[?]ticket=([\w.-]+)/.exec(log.join(' '))?.[1] ?? '');
    expect(new Set(tickets).size).toBe(COUNT);
    const { auth, close } = await startServer(APPS['Express'] as (typeof APPS)[string], options);
    const { tickets: links, users } = accountsOf(auth);
    const made = await Promise.allSettled(
      tickets.map((ticket, i) => links.redeem(ticket, { username: `boss-${i}`, password: PASSWORD }, '127.0.0.1')),
    );
    const refused = made.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(refused).toEqual(Array.from({ length: COUNT - 1 }, () => 'accounts/ticket-invalid'));
    expect((await users.list(MACHINE)).total).toBe(1);
    expect(await links.issueSetUp()).toBeNull();
    await close();
    await Promise.all(started.map(({ kill }) => kill()));
  });

  it('make the owner of the configuration once (F12)', async () => {
    const owner = { username: 'boss', password: PASSWORD };
    const started = await startAll({ accounts: { owner }, databaseUrl: await server.createDatabase() });
    const counted =
      'select (select count(*)::int from doorward.users) as users, (select count(*)::int from doorward.meta) as meta';
    expect(await server.query(counted)).toEqual([{ users: 1, meta: 2 }]);
    await Promise.all(started.map(({ kill }) => kill()));
  });
});
