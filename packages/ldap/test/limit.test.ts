import { describe, expect, it } from '@jest/globals';
import { createDeadline } from '../src/deadline.ts';
import { createLimit } from '../src/limit.ts';

const late = (): Error => new Error('late');

/** Work that ends when it is told to. */
function held() {
  let end = (): void => undefined;
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => work, end: () => end() };
}

describe('work at once', () => {
  it('runs as far as the limit goes, and the rest in order', async () => {
    const limit = createLimit(2);
    const order: number[] = [];
    const holds = [0, 1, 2, 3].map(held);
    const all = holds.map(({ work }, index) =>
      limit.run(() => work().then(() => void order.push(index)), createDeadline(60_000), late),
    );
    holds[3]?.end();
    holds[1]?.end();
    await all[1];
    expect(order).toEqual([1]);
    for (const { end } of holds) end();
    await Promise.all(all);
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
  });

  it('gives its place on when it fails', async () => {
    const limit = createLimit(1);
    const failing = limit.run(() => Promise.reject(new Error('failed')), createDeadline(60_000), late);
    await expect(failing).rejects.toThrow('failed');
    expect(await limit.run(async () => 'next', createDeadline(60_000), late)).toBe('next');
  });

  it('does not wait longer than its time, and loses no place for others by that', async () => {
    const limit = createLimit(1);
    const first = held();
    const running = limit.run(first.work, createDeadline(60_000), late);
    await expect(limit.run(async () => 'never', createDeadline(20), late)).rejects.toThrow('late');
    const third = limit.run(async () => 'third', createDeadline(60_000), late);
    first.end();
    await running;
    expect(await third).toBe('third');
    expect(await limit.run(async () => 'fourth', createDeadline(60_000), late)).toBe('fourth');
  });
});
