import { describe, expect, it } from '@jest/globals';
import { createCallbacksUnderWay } from '../../src/provider/callbacks-under-way.ts';

const never = (): Promise<string> => new Promise(() => undefined);
const done = async (): Promise<string> => 'done';

describe('callbacks that wait for a provider', () => {
  it('are a hundred of each provider, and there is room again when one is through, however it ended (F15)', async () => {
    const underWay = createCallbacksUnderWay();
    for (let count = 0; count < 98; count += 1) void underWay.run('acme', `s${count}`, never);
    let end = (): void => undefined;
    const failing = new Promise<string>((_resolve, reject) => {
      end = () => reject(new Error('away'));
    });
    const failed = underWay.run('acme', 'fails', () => failing);
    const last = underWay.run('acme', 'ends', () => failing.catch(() => 'ended'));
    expect(await underWay.run('acme', 'more', done)).toBe('full');
    expect(await underWay.run('other', 'more', done)).toBe('done');
    end();
    await expect(failed).rejects.toThrow('away');
    expect(await last).toBe('ended');
    expect(await underWay.run('acme', 'more', done)).toBe('done');
  });

  it('have one state at a time', async () => {
    const underWay = createCallbacksUnderWay();
    void underWay.run('acme', 'one', never);
    expect(await underWay.run('acme', 'one', done)).toBe('under-way');
    expect(await underWay.run('acme', 'two', done)).toBe('done');
    expect(await underWay.run('acme', 'two', done)).toBe('done');
  });
});
