import { describeAccounts } from '@doorward/testing';
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

  for (const harness of FRAMEWORKS) {
    describeAccounts(harness, {
      name: 'PostgreSQL',
      open: async () => ({
        options: { databaseUrl: await server.createDatabase(), secret: SECRET },
        close: () => undefined,
      }),
    });
  }
});
