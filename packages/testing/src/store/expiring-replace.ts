/**
 * Records that are replaced: of any number of callers who read the same value one does it.
 */

import type { ExpiringStore, RecordChange } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { elapse } from './hearing.ts';

interface Given {
  readonly store: () => ExpiringStore;
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

/** Values in which a store that keeps text could come to another one than it was given. */
const SHAPES: readonly unknown[] = [
  { n: 1 },
  'text',
  '',
  0,
  -0,
  null,
  true,
  [],
  {},
  { b: 1, a: 2, '10': 3, '9': 4 },
  { absent: undefined, list: [undefined, 1.5, 1e21, 1e-7, -0], nested: { deep: [{}, []] } },
  { text: 'ö"\\/\n\u0000\u2028 👩‍💻 \ud800', ['constructor']: 1 },
  JSON.parse('{"__proto__":{"a":1},"b":[0.1,12345678901234567890]}'),
  new Date(0),
];

const winnersOf = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

export function describeReplace({ store, now, advance }: Given): void {
  const record = () => ({ value: { n: 1 }, owner: 'ada', expiresAt: now() + 1000 });
  const next = (value: unknown = { n: 2 }) => ({ value, expiresAt: now() + 5000 });
  const read = async (): Promise<unknown> => (await store().get('session', 'k'))?.value;

  describe('a record that is replaced', () => {
    it('has the new value and the new end, and the owner that it had', async () => {
      await store().create('session', 'k', record());
      expect(await store().replace('session', 'k', await read(), next())).toBe(true);
      const replaced = { value: { n: 2 }, owner: 'ada', expiresAt: now() + 5000 };
      expect(await store().get('session', 'k')).toEqual(replaced);
      expect(await store().list('session', 'ada')).toEqual([{ key: 'k', ...replaced }]);
      advance(4999);
      expect(await store().claim('session', 'k')).not.toBeNull();
      advance(1);
      expect(await store().get('session', 'k')).toBeNull();
    });

    it('stays as it is when its value is another one by now', async () => {
      await store().create('session', 'k', record());
      const before = await read();
      await store().replace('session', 'k', before, next());
      for (const other of [before, { n: 3 }, { n: '2' }, { n: 2, m: 1 }, {}, [2], null, '', 2])
        expect(await store().replace('session', 'k', other, next('no'))).toBe(false);
      expect(await store().get('session', 'k')).toEqual({ ...next(), owner: 'ada' });
    });

    it.each(SHAPES.map((value) => [value]))(
      'is known again by what was read, whatever its shape: %j',
      async (value) => {
        await store().create('session', 'k', { ...record(), value });
        expect(await store().replace('session', 'k', structuredClone(await read()), next(value))).toBe(true);
        expect(await store().replace('session', 'k', await read(), next({ n: 2 }))).toBe(true);
        expect(await read()).toEqual({ n: 2 });
      },
    );

    it('leaves what was read of it before as it was', async () => {
      await store().create('session', 'k', record());
      const before = await store().get('session', 'k');
      await store().replace('session', 'k', before?.value, next());
      expect(before).toEqual(record());
    });

    it('is live: what is over, gone or was never there is not raised', async () => {
      await store().create('session', 'over', record());
      advance(1000);
      await store().create('session', 'gone', record());
      await store().delete('session', 'gone');
      await store().create('ticket', 'other kind', record());
      for (const key of ['over', 'gone', 'never', 'other kind', 'over\0', '__proto__']) {
        expect(await store().replace('session', key, { n: 1 }, next())).toBe(false);
        expect(await store().get('session', key)).toBeNull();
      }
      expect(await store().list('session', 'ada')).toEqual([]);
    });

    it('may live by an end that was moved, and has the new one from then on', async () => {
      await store().create('session', 'k', record());
      await store().extend('session', 'k', now() + 9000);
      advance(2000);
      expect(await store().replace('session', 'k', { n: 1 }, next())).toBe(true);
      expect(await store().get('session', 'k')).toMatchObject({ value: { n: 2 }, expiresAt: now() + 5000 });
      await store().extend('session', 'k', now() + 7000);
      expect(await store().get('session', 'k')).toMatchObject({ value: { n: 2 }, expiresAt: now() + 7000 });
      advance(7000);
      expect(await store().replace('session', 'k', { n: 2 }, next())).toBe(false);
    });

    it('was replaced by exactly one of many who read the same', async () => {
      await store().create('session', 'k', record());
      const answers = await Promise.all(
        Array.from({ length: 40 }, async (_, i) => store().replace('session', 'k', { n: 1 }, next({ by: i }))),
      );
      expect(winnersOf(answers)).toBe(1);
      expect(await read()).toEqual({ by: answers.indexOf(true) });
    });

    it('loses nothing of many who try until it is theirs', async () => {
      await store().create('session', 'k', { ...record(), value: [] });
      const add = async (name: number): Promise<void> => {
        for (;;) {
          const list = (await read()) as number[];
          if (await store().replace('session', 'k', list, next([...list, name]))) return;
        }
      };
      const names = Array.from({ length: 12 }, (_, i) => i);
      await Promise.all(names.map(add));
      expect(((await read()) as number[]).sort((a, b) => a - b)).toEqual(names);
    });

    it('does not come back when it is claimed at the same time', async () => {
      await store().create('ticket', 'k', record());
      const replace = async (): Promise<boolean> => store().replace('ticket', 'k', { n: 1 }, next());
      const [, claimed] = await Promise.all([replace(), store().claim('ticket', 'k'), replace()]);
      expect(claimed).not.toBeNull();
      expect(await store().get('ticket', 'k')).toBeNull();
    });

    it('is nothing that anybody is told of', async () => {
      const told: RecordChange[] = [];
      store().subscribe((change) => told.push(change));
      await store().create('session', 'k', record());
      await store().replace('session', 'k', { n: 1 }, next());
      await store().replace('session', 'k', { n: 1 }, next());
      expect(told).toEqual([]);
    });
  });
}

interface GivenTwo extends Pick<Given, 'store' | 'now'> {
  readonly another: () => ExpiringStore;
}

/** To be called among the tests of two stores on the same data. */
export function describeReplaceByTwo({ store, another, now }: GivenTwo): void {
  const record = () => ({ value: { n: 1 }, owner: 'ada', expiresAt: now() + 60_000 });
  const by = (i: number): ExpiringStore => (i % 2 === 0 ? store() : another());

  it('let exactly one of many replace a record, and see it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = `k${round}`;
      await store().create('session', key, record());
      const answers = await Promise.all(
        Array.from({ length: 30 }, async (_, i) =>
          by(i).replace('session', key, { n: 1 }, { value: { by: i }, expiresAt: now() + 90_000 }),
        ),
      );
      expect(winnersOf(answers)).toBe(1);
      const replaced = { value: { by: answers.indexOf(true) }, owner: 'ada', expiresAt: now() + 90_000 };
      expect(await store().get('session', key)).toEqual(replaced);
      expect(await another().get('session', key)).toEqual(replaced);
    }
  });

  it('do not hear of a record that was replaced', async () => {
    const heard: RecordChange[] = [];
    another().subscribe((change) => heard.push(change));
    await store().create('session', 'k', record());
    await store().replace('session', 'k', { n: 1 }, { value: 2, expiresAt: now() + 90_000 });
    await elapse(300);
    expect(heard).toEqual([]);
  });

  it('see the end of a replacement stand over one that was moved before', async () => {
    await store().create('session', 'k', record());
    await store().extend('session', 'k', now() + 90_000);
    await store().replace('session', 'k', { n: 1 }, { value: 2, expiresAt: now() + 10_000 });
    for (const waitMs of [0, 1500]) {
      await elapse(waitMs);
      for (const each of [store(), another()])
        expect(await each.get('session', 'k')).toMatchObject({ value: 2, expiresAt: now() + 10_000 });
    }
  });
}
