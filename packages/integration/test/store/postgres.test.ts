import { openPostgres, type SqlStores } from '@doorward/sql';
import { describeDurableStore, describeExpiringStore } from '@doorward/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { describeWithPostgres, type PostgresServer, startPostgres } from './postgres-server.ts';

describeWithPostgres('the stores', (bin) => {
  let server: PostgresServer;
  let url = '';
  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());

  const open = (now?: () => number): Promise<SqlStores> => openPostgres({ url, ...(now === undefined ? {} : { now }) });
  const openNew = async (now: () => number): Promise<SqlStores> => {
    url = await server.createDatabase();
    return open(now);
  };

  describeExpiringStore({
    name: 'the expiring store on PostgreSQL',
    open: async (now) => expiringOf(await openNew(now)),
    another: async (now) => expiringOf(await open(now)),
  });
  describeDurableStore({
    name: 'the durable store on PostgreSQL',
    open: async (now) => durableOf(await openNew(now)),
    another: async () => durableOf(await open()),
    raw: (sql) => server.query(`set search_path to doorward; ${sql}`, url),
  });
});

const expiringOf = ({ expiring, close }: SqlStores): SqlStores['expiring'] => ({ ...expiring, close });
const durableOf = ({ durable, close }: SqlStores): SqlStores['durable'] => ({ ...durable, close });
