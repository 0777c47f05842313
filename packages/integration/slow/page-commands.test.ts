import { PAGE } from '@doorward/testing';
import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { isReady } from '../test/many-apps/example-process.ts';
import { runPageCommands } from '../test/many-apps/page-commands.ts';
import { describeWithAll } from '../test/many-apps/three-instances.ts';
import { until } from '../test/store/failing.ts';
import { startPostgres } from '../test/store/postgres-server.ts';
import { startRedis } from '../test/store/redis-server.ts';

describeWithAll('the commands of the page on several instances', (programs) => {
  it('start three processes that nginx leads to, and a link for the owner', async () => {
    const redis = await startRedis();
    const postgres = await startPostgres(programs.postgres);
    const databaseUrl = await postgres.createDatabase();
    const shell = await runPageCommands({ nginx: programs.nginx, redisUrl: redis.url, databaseUrl });
    try {
      await until(() => shell.output().split('\nready ').length === 4, 60_000);
      await until(() => isReady(shell.port));
      const http = supertest(`http://127.0.0.1:${shell.port}`);
      const stranger = await http.get('/live/').set(PAGE);
      expect([stranger.status, stranger.headers['location']]).toEqual([303, '/auth/login?next=/live/']);
      const [, link = ''] =
        new RegExp(`^open http://127\\.0\\.0\\.1:${shell.port}(/\\S+)`, 'm').exec(shell.output()) ?? [];
      const setUp = await http.get(link).set(PAGE).redirects(0);
      expect([link, setUp.status, setUp.text]).toEqual([expect.anything(), 200, expect.stringContaining('password')]);
    } finally {
      await shell.close();
      await redis.close();
      await postgres.close();
    }
  });
});
