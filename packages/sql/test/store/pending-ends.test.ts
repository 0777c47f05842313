import { describe, expect, it } from '@jest/globals';
import { createPendingEnds } from '../../src/store/pending-ends.ts';

describe('an end that is still to be written', () => {
  it('gives way to one that a replacement wrote, also while it is on its way to the row', () => {
    const ends = createPendingEnds(() => 1000);
    ends.add('session', 'k', 5000);
    const onItsWay = ends.list(10);
    expect(ends.overrule('session', 'k', 3000)).toBe(true);
    ends.written(onItsWay);
    expect(ends.endOf('session', 'k', 5000)).toBe(3000);
    expect(ends.list(10)).toMatchObject([{ key: 'k', expiresAt: 3000 }]);
  });

  it('is not made by a replacement where there is none', () => {
    const ends = createPendingEnds(() => 1000);
    expect(ends.overrule('session', 'k', 3000)).toBe(false);
    expect(ends.size).toBe(0);
  });

  it('says which rows are of live records', () => {
    let time = 1000;
    const ends = createPendingEnds(() => time);
    ends.add('session', 'k', 5000);
    time = 4000;
    expect([ends.liveAfter('session', 'k'), ends.liveAfter('session', 'other')]).toEqual([1000, 4000]);
    time = 5000;
    expect(ends.liveAfter('session', 'k')).toBeNull();
  });
});
