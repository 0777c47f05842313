import { setTimeout as delay } from 'node:timers/promises';
import type { DurableChange, RecordChange } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { newFolder, open, raw } from '../fixture/folder.ts';
import { runModule, startModule } from '../fixture/process.ts';

const script = (folder: string, then: string): string => `
  import { once } from 'node:events';
  import { openSqlite } from '$src/index.ts';
  const stores = await openSqlite({ folder: ${JSON.stringify(folder)} });
  const { expiring, durable } = stores;
  const user = (id, identifiers) => ({ id, username: id, email: null, displayName: null, identifiers, roles: [],
    identities: [], status: 'active', passwordHash: null, mustChangePassword: false, version: 1, createdAt: 1, lastSignInAt: null });
  console.log('ready');
  await once(process.stdin, 'data');
  ${then}
  await stores.close();
  process.exit();
`;

/** Starts it several times, lets all go on at once, and answers what each said last. */
async function together(count: number, source: string): Promise<string[]> {
  const children = Array.from({ length: count }, () => startModule(source));
  await Promise.all(children.map((child) => child.says('ready')));
  for (const child of children) child.tell('go');
  const ended = await Promise.all(children.map((child) => child.ended));
  return ended.map(({ stdout, stderr }) => stderr + stdout.replace('ready\n', '').trim());
}

describe('several processes on one file', () => {
  it('share each ticket out to exactly one (L10)', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder);
    const keys = Array.from({ length: 60 }, (_, i) => `k${i}`);
    for (const key of keys)
      await expiring.create('ticket', key, { value: 1, owner: 'ada', expiresAt: Date.now() + 60_000 });
    const claim = `
      const got = [];
      for (const key of ${JSON.stringify(keys)}) if (await expiring.claim('ticket', key)) got.push(key);
      console.log(got.join(' '));
    `;
    const said = await together(3, script(folder, claim));
    const claimed = said.flatMap((line) => line.split(' ').filter(Boolean));
    expect(claimed.sort()).toEqual(keys.sort());
  });

  it('let exactly one replace each record', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder);
    const keys = Array.from({ length: 60 }, (_, i) => `k${i}`);
    const expiresAt = Date.now() + 60_000;
    for (const key of keys) await expiring.create('session', key, { value: { by: null }, owner: 'ada', expiresAt });
    const replace = `
      const mine = [];
      const next = { value: { by: process.pid }, expiresAt: ${expiresAt} };
      for (const key of ${JSON.stringify(keys)})
        if (await expiring.replace('session', key, { by: null }, next)) mine.push(key + ':' + process.pid);
      console.log(mine.join(' '));
    `;
    const said = (await together(3, script(folder, replace))).flatMap((line) => line.split(' ').filter(Boolean));
    const stored = (await expiring.list('session', 'ada')).map(
      ({ key, value }) => `${key}:${(value as { by: unknown }).by}`,
    );
    expect(stored).toHaveLength(keys.length);
    expect(said.sort()).toEqual(stored.sort());
  });

  it('lose no count (F10)', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder);
    const said = await together(
      3,
      script(folder, `for (let i = 0; i < 100; i += 1) await expiring.increment('x', 60_000);`),
    );
    expect(said).toEqual(['', '', '']);
    expect(await expiring.count('x')).toMatchObject({ count: 300 });
  });

  it('give each name to one user (F12)', async () => {
    const folder = newFolder();
    await open(folder);
    const take = `
      let taken = 0;
      for (let i = 0; i < 40; i += 1) {
        const id = process.pid + '-' + i;
        await durable.write((writer) => writer.putUser(user(id, [id, 'name-' + i]))).then(() => { taken += 1; }, (error) => {
          if (error.code !== 'core/identifier-taken') throw error;
        });
      }
      console.log(taken);
    `;
    const said = await together(3, script(folder, take));
    expect(said.map(Number).reduce((a, b) => a + b)).toBe(40);
    expect(raw(folder, "select count(*) as names from user_identifiers where identifier like 'name-%'")).toEqual([
      { names: 40 },
    ]);
    expect(raw(folder, 'select count(*) as users from users')).toEqual([{ users: 40 }]);
  });

  it('hear of changes by each other within 250 ms', async () => {
    const folder = newFolder();
    const { expiring, durable } = await open(folder);
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    for (const key of keys)
      await expiring.create('session', key, { value: 1, owner: 'ada', expiresAt: Date.now() + 60_000 });
    const heard = new Map<string, number>();
    const now = (): number => performance.timeOrigin + performance.now();
    expiring.subscribe((change: RecordChange) => change.kind !== 'all' && heard.set(change.key, now()));
    durable.subscribe((change: DurableChange) => change.kind !== 'all' && heard.set(change.id, now()));
    const remove = `
      for (const key of ${JSON.stringify(keys)}) {
        if (Number(key.slice(1)) % 2) await expiring.delete('session', key);
        else await durable.write((writer) => writer.putUser(user(key, [])));
        console.log(key + ' ' + (performance.timeOrigin + performance.now()));
        await new Promise((resolve) => setTimeout(resolve, 37));
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    `;
    const [said = ''] = await together(1, script(folder, remove));
    const delays = said.split('\n').map((line) => {
      const [key = '', at] = line.split(' ');
      return (heard.get(key) ?? Number.POSITIVE_INFINITY) - Number(at);
    });
    expect(delays).toHaveLength(20);
    // Many of them: a machine that runs other tests meanwhile lets a timer wait.
    expect(delays.filter((delay) => delay < 250).length).toBeGreaterThan(5);
    expect(Math.max(...delays)).toBeLessThan(20_000);
    expect(expiring.mayCache()).toBe(true);
  });

  it('never remember for longer than removals take to be heard of, though the loop was held up', async () => {
    const { expiring } = await open(newFolder());
    expiring.subscribe(() => undefined);
    expect(expiring.mayCache()).toBe(true);
    const until = performance.now() + 260;
    while (performance.now() < until);
    expect(expiring.mayCache()).toBe(false);
    await delay(150);
    expect(expiring.mayCache()).toBe(true);
  });

  it('trust nothing when changes were forgotten before they were read', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder);
    const heard: RecordChange[] = [];
    expiring.subscribe((change) => heard.push(change));
    raw(folder, "insert into changes (sequence, at, instance, kind, key) values (7, 1, 'other', 'session', 'k')");
    await delay(200);
    expect(heard).toEqual([{ kind: 'all' }, { kind: 'session', key: 'k' }]);
  });

  it('keep no process alive that has nothing else to do', async () => {
    const { code } = await runModule(`
      import { openSqlite } from '$src/index.ts';
      const { expiring } = await openSqlite({ folder: ${JSON.stringify(newFolder())} });
      expiring.subscribe(() => undefined);
      await expiring.extend('session', 'k', 1);
    `);
    expect(code).toBe(0);
  });
});
