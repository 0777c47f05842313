import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedis } from '@doorward/redis';
import { type CertificateKind, makeCertificates } from '@doorward/test-directory';
import { freePort } from '@doorward/test-process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';

const record = { value: { n: 1 }, owner: 'ada', expiresAt: Date.now() + 600_000 };

/** What docs/errors/redis-refused.md names. */
const RIGHTS = [
  '~doorward:*',
  '&doorward:*',
  ...'+@connection +evalsha +eval +hmget +hset +hincrby +del +pexpire +pttl +time'.split(' '),
  ...'+zadd +zrem +zrange +zrangebyscore +zremrangebyscore +publish +subscribe'.split(' '),
];

describeWithRedis('the connection to Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  it('stops the start at once when user or password are refused, and never says the password', async () => {
    for (const url of [server.url.replace(server.password, 'canary-wrong'), server.url.replace(/:[^:@]*@/, '')]) {
      const { code, text } = await failure(() => openRedis({ url }));
      expect(code).toBe('redis/refused');
      expect(text).not.toMatch(new RegExp(`${server.password}|canary-wrong`));
    }
  });

  it('needs no more rights than the page of errors names', async () => {
    await server.send('ACL', 'SETUSER', 'app', 'on', '>app-password', 'resetkeys', 'resetchannels', '-@all', ...RIGHTS);
    const url = server.url.replace(`:${server.password}`, 'app:app-password');
    const [one, two] = await Promise.all([openRedis({ url }), openRedis({ url })]);
    for (const key of ['a', 'b', 'c']) await one.create('session', key, record);
    await one.extend('session', 'a', record.expiresAt + 1);
    await one.replace('session', 'a', { n: 1 }, { value: 2, expiresAt: record.expiresAt });
    await one.increment('x', 60_000);
    expect(await two.list('session', 'ada')).toHaveLength(3);
    await one.claim('session', 'a');
    await one.deleteOwned('session', 'ada', 'c');
    expect([(await two.list('session', 'ada')).length, two.mayCache()]).toEqual([1, true]);
    expect(await two.count('x')).toMatchObject({ count: 1 });
    await two.reset('x');
    await Promise.all([one.close(), two.close()]);
    await server.send('ACL', 'SETUSER', 'app', '-evalsha');
    expect((await failure(() => openRedis({ url }))).code).toBe('redis/refused');
  });

  it('waits at the start for a server that comes up, or is still loading', async () => {
    await server.kill();
    const opening = openRedis({ url: server.url });
    await until(async () => (await failure(() => server.send('PING'))).code !== 'none');
    await server.start();
    await (await opening).close();
  });

  it('gives a server up that does not come, with what to do (A96)', async () => {
    const { code, text } = await failure(() => openRedis({ url: server.url.replace(`:${server.port}`, ':1') }));
    expect(code).toBe('redis/unreachable');
    expect(text).toContain('127.0.0.1:1');
    expect(text).not.toContain(server.password);
  });

  describe('with TLS', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'doorward-tls-'));
      chmodSync(folder, 0o755);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    async function withServer(kind: CertificateKind, use: (url: string, ca: string) => Promise<void>): Promise<void> {
      const { ca, caFile, keyFile, certificateFile } = makeCertificates(folder, kind);
      for (const file of [caFile, keyFile, certificateFile]) chmodSync(file, 0o644);
      const files = ['--tls-cert-file', certificateFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', caFile];
      const tlsServer = await startRedis([...files, '--tls-auth-clients', 'no', '--tls-port', '0']);
      const tlsPort = await freePort();
      try {
        await tlsServer.send('CONFIG', 'SET', 'tls-port', String(tlsPort));
        await use(tlsServer.url.replace('redis:', 'rediss:').replace(`:${tlsServer.port}`, `:${tlsPort}`), ca);
      } finally {
        await tlsServer.close();
      }
    }

    it('goes to a server whose certificate is good, and asks nobody else', async () => {
      await withServer('good', async (url, ca) => {
        const store = await openRedis({ url, tls: { ca } });
        await store.create('session', 'k', record);
        expect(await store.get('session', 'k')).toEqual(record);
        await store.close();
        // By an authority that Node does not know.
        expect((await failure(() => openRedis({ url }))).code).toBe('redis/untrusted');
      });
    });

    it.each<CertificateKind>(['wrong-name', 'expired', 'self-signed'])(
      'tells its password to no server whose certificate is %s',
      async (kind) => {
        await withServer(kind, async (url, ca) => {
          const { code, text } = await failure(() => openRedis({ url, tls: { ca } }));
          expect(code).toBe('redis/untrusted');
          expect(text).not.toContain(server.password);
        });
      },
    );
  });

  it('keeps no process running by itself', () => {
    const source = `
      import { openRedis } from '@doorward/redis';
      const store = await openRedis({ url: process.argv[1] });
      store.subscribe(() => undefined);
      await store.increment('x', 1000);
      console.log('done');
    `;
    const args = ['--input-type=module', '--eval', source, server.url];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
    expect([status, stdout]).toEqual([0, 'done\n']);
  });
});
