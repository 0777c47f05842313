import { describe, expect, it } from '@jest/globals';
import { readTime } from '../src/audit/filters.ts';
import { doorward, run, withStore } from './fixture/command.ts';

describe('doorward audit', () => {
  it('prints events as lines of JSON, the newest first, by whom the machine did it', async () => {
    await withStore(async (at) => {
      await doorward(['user', 'add', 'bob', '--link', ...at]);
      await doorward(['user', 'roles', 'bob', 'editor', ...at]);
      const all = (await doorward(['audit', ...at]))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(all.map(({ type }) => type)).toEqual(['roles-changed', 'ticket-issued', 'user-created', 'user-created']);
      for (const event of all) expect(event).toMatchObject({ subject: 'machine', method: 'command-line' });
      expect(all[0]).toMatchObject({ targetName: 'bob', detail: 'viewer -> editor' });
      const count = async (...filters: string[]) =>
        (await doorward(['audit', ...filters, ...at])).split('\n').filter(Boolean).length;
      expect(await count('--user', 'ada')).toBe(1);
      expect(await count('--type', 'user-created', 'ticket-issued')).toBe(3);
      expect(await count('--limit', '2')).toBe(2);
      expect(await count('--from', '1h')).toBe(4);
      expect(await count('--until', '1h')).toBe(0);
      expect(await count('--user', 'machine')).toBe(4);
    });
  }, 60_000);

  it("deletes nothing, however old: how long events are kept is the server's to say", async () => {
    await withStore(async (at, folder) => {
      const { openStores } = await import('@doorward/sql');
      const stores = await openStores({ dataFolder: folder });
      const [stored] = await stores.durable.events();
      if (stored === undefined) throw new Error('no event');
      await stores.durable.addEvents([{ ...stored.event, time: '2001-01-01T00:00:00.000Z' }]);
      await stores.close();
      await doorward(['user', 'list', ...at], { env: { DOORWARD_AUDIT_DAYS: '1' } });
      expect(await doorward(['audit', '--until', '2002-01-01', ...at])).toMatch(/"time":"2001-/);
    });
  });

  it('ends without a word when whoever reads has enough', async () => {
    await withStore(async (at, folder) => {
      const { openStores } = await import('@doorward/sql');
      const stores = await openStores({ dataFolder: folder });
      const [stored] = await stores.durable.events();
      if (stored === undefined) throw new Error('no event');
      await stores.durable.addEvents(Array.from({ length: 2_000 }, () => stored.event));
      await stores.close();
      const { code, stdout, stderr } = await run(['audit', ...at], { stopReading: true });
      expect([code, stderr]).toEqual([141, '']);
      expect(stdout.length).toBeLessThan(400_000);
    });
  });
});

describe('a time for --from and --until', () => {
  it('is a day, a time, or how long ago', () => {
    expect(readTime('2026-11-21')).toBe(Date.UTC(2026, 10, 21));
    expect(readTime('2026-11-21T10:00Z')).toBe(Date.UTC(2026, 10, 21, 10));
    for (const [text, ms] of [
      ['30m', 1_800_000],
      ['24h', 86_400_000],
      ['7d', 604_800_000],
    ] as const)
      expect(Math.abs(Date.now() - ms - readTime(text))).toBeLessThan(1_000);
    for (const text of ['', 'yesterday', '2026', '2026-13-01', '-1d', '1y', '1'])
      expect(() => readTime(text)).toThrow();
  });
});
