import { type AdapterHarness, describeAccounts } from '@doorward/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { describeWithPostgres, type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { FRAMEWORKS } from './frameworks.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

describeWithPostgres('accounts', (bin) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.close());

  // One framework: no store knows which one asks, and each adapter runs the same behaviours on SQLite.
  describeAccounts(FRAMEWORKS[0] as AdapterHarness, {
    name: 'PostgreSQL',
    async open() {
      const databaseUrl = await server.createDatabase();
      return {
        options: { databaseUrl, secret: SECRET },
        dump: () => dumpOf(server, databaseUrl),
        close: () => undefined,
      };
    },
  });
});

/** Every row of every table, as text. */
async function dumpOf({ query }: PostgresServer, url: string): Promise<string> {
  const ours = "schemaname not in ('pg_catalog', 'information_schema')";
  const tables = await query(`select format('%I.%I', schemaname, tablename) as name from pg_tables where ${ours}`, url);
  const rows = await Promise.all(tables.map(({ name }) => query(`select t::text as row from ${String(name)} t`, url)));
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}
