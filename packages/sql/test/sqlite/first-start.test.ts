import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { newFolder, open, raw } from '../fixture/folder.ts';
import { runModule, startModule } from '../fixture/process.ts';

const script = (folder: string, then: string): string => `
  import { openSqlite } from '$src/index.ts';
  const stores = await openSqlite({ folder: ${JSON.stringify(folder)} });
  ${then}
  await stores.close();
`;

const becomeOwner = `
  const id = 'u' + process.pid;
  const user = { id, username: id, email: null, displayName: null, identifiers: [id], roles: ['owner'], identities: [], status: 'active',
    passwordHash: null, mustChangePassword: false, version: 1, createdAt: 1, lastSignInAt: null };
  const became = await stores.durable.write(async (writer) => {
    if ((await writer.countUsers({ role: 'owner' })) > 0) return false;
    await writer.putUser(user);
    return true;
  });
  console.log(became ? 'owner' : 'other');
`;

describe('a first start', () => {
  it('by 20 processes at once makes one store, and one owner (F12)', async () => {
    const folder = join(newFolder(), 'data');
    const ended = await Promise.all(Array.from({ length: 20 }, () => runModule(script(folder, becomeOwner))));
    expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
    expect(ended.map(({ stdout }) => stdout).filter((said) => said === 'owner\n')).toHaveLength(1);
    expect(ended.filter(({ stdout, code }) => code === 0 && /^(owner|other)\n$/.test(stdout))).toHaveLength(20);
    expect(raw(folder, 'select count(*) as users from users')).toEqual([{ users: 1 }]);
    const [id] = raw(folder, "select value from meta where name = 'store'");
    expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toEqual({ store: id?.['value'] });
    expect(readdirSync(folder).filter((name) => name.startsWith('store.json.'))).toEqual([]);
  });

  it('that was ended by kill -9 at any point leaves what the next one accepts (F10, F12)', async () => {
    for (let round = 0; round < 12; round += 1) {
      const folder = join(newFolder(), 'data');
      const child = startModule(`console.log('ready'); process.stdin.once('data', async () => {
        const { openSqlite } = await import('$src/index.ts');
        setInterval(() => undefined, 1000);
        await openSqlite({ folder: ${JSON.stringify(folder)} });
        console.log('opened');
      });`);
      await child.says('ready');
      child.tell('go');
      // From before the folder is made to after all is done.
      const until = performance.now() + 5000;
      while (!existsSync(folder) && performance.now() < until) await delay(1);
      await delay(round * 1.5);
      child.kill('SIGKILL');
      await child.ended;
      const stores = await open(folder);
      expect((await stores.durable.users()).total).toBe(0);
      await stores.close();
    }
  });

  it('goes on from each state that a broken one can leave (F10)', async () => {
    const states: ((folder: string) => void)[] = [
      (folder) => writeFileSync(join(folder, 'doorward.db'), ''),
      (folder) => {
        const connection = new Libsql(join(folder, 'doorward.db'));
        connection.exec('pragma journal_mode = wal; begin immediate; create table meta (name text); rollback');
        connection.close();
      },
      (folder) => writeFileSync(join(folder, 'store.json.0123456789ab'), '{"sto'),
    ];
    for (const state of states) {
      const folder = newFolder();
      state(folder);
      const stores = await open(folder);
      expect((await stores.durable.users()).total).toBe(0);
      await stores.close();
      rmSync(folder, { recursive: true });
    }
  });
});
