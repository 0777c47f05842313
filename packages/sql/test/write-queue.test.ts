import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createWriteQueue } from '../src/write-queue.ts';

const queue = () => createWriteQueue(100, () => new Error('too long'));

describe('the queue of writes', () => {
  it('runs one after the other, in order, whatever becomes of each', async () => {
    const { run } = queue();
    const log: string[] = [];
    const step = (name: string, fails = false) =>
      run(async () => {
        log.push(`+${name}`);
        await delay(1);
        log.push(`-${name}`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([step('a'), step('b', true), step('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log.join(' ')).toBe('+a -a +b -b +c -c');
  });

  it('holds up as many as come, while each makes its way', async () => {
    const { run } = queue();
    const steps = Array.from({ length: 10 }, (_, i) => run(() => delay(20, i)));
    expect(await Promise.all(steps)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('gives the event loop its turn between many that come at once', async () => {
    const { run } = queue();
    const log: string[] = [];
    const busy = async (): Promise<void> => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      log.push('write');
    };
    setImmediate(() => log.push('request'));
    await Promise.all(Array.from({ length: 50 }, () => run(busy)));
    expect(log).toHaveLength(51);
    expect(log.indexOf('request')).toBeLessThan(50);
  });

  it('lets go whoever waits behind one that takes too long, and goes on after it', async () => {
    const { run } = queue();
    let end: () => void = () => undefined;
    const stuck = run(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const waiting = run(async () => 'never');
    await expect(waiting).rejects.toThrow('too long');
    await expect(run(async () => 'never')).rejects.toThrow('too long');
    end();
    await stuck;
    expect(await run(async () => 'next')).toBe('next');
  });
});
