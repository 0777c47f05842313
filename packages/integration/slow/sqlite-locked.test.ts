import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attempt, givenUser, setCookies, signInAs } from '@doorward/testing';
import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { until } from '../test/store/failing.ts';
import { APPS, startServer } from '../test/store/two-instances.ts';

describe('a server whose SQLite file another program holds', () => {
  it('goes on for who is signed in, answers 503 to who signs in, and recovers by itself (F8)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorward-'));
    const options = { accounts: true, dataFolder: folder };
    const { auth, http, close } = await startServer(APPS['Express'] as (typeof APPS)[string], options);
    await givenUser(auth, { username: 'ada' });
    const cookie = await signInAs(http, { username: 'ada' });
    const status = async (): Promise<number> =>
      (await http.get('/').set({ cookie, accept: 'application/json' })).status;
    // By the same library: two in one process would end each other's locks.
    const program = new Libsql(join(folder, 'doorward.db'));
    await until(() => {
      try {
        return program.exec('begin immediate') !== null;
      } catch {
        return false;
      }
    });
    for (let i = 0; i < 12; i += 1) {
      const [login, seen] = await Promise.all([attempt(http, { username: 'ada' }), status()]);
      expect([login.status, login.headers['retry-after'], setCookies(login.headers)]).toEqual([503, '5', []]);
      expect(seen).toBe(200);
      // As long as each write waits: this is a lock of half a minute.
      await delay(100);
    }
    program.exec('rollback');
    program.close();
    await until(async () => (await attempt(http, { username: 'ada' })).status === 303);
    expect(await status()).toBe(200);
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
});
