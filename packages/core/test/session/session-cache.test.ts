import { describe, expect, it } from '@jest/globals';
import { createLiveSession, type LiveSession } from '../../src/session/session.ts';
import { createSessionCache } from '../../src/session/session-cache.ts';

const CAPACITY = 50_000;
const principal = { subject: 'ada', name: 'ada', roles: [], permissions: [], method: 'password' };
const client = { address: '', userAgent: null };
const record = {
  principal,
  version: null,
  obligation: null,
  client,
  createdAt: 0,
  expiresAt: 1,
  pair: null,
  grant: null,
};
const FACTS = { principal, lastSeenAt: 0, idleMs: 1 };
const session = (key: string): LiveSession => createLiveSession(key, record, FACTS);
/** The session of the same key, as the store gives it once more. */
const again = ({ key }: LiveSession): LiveSession => session(key);

describe('the cache of sessions', () => {
  it('makes room by the one that came first, which is doubtful from then on (F31)', () => {
    const cache = createSessionCache();
    const sessions = Array.from({ length: CAPACITY + 2 }, (_, i) => session(`k${i}`));
    for (const each of sessions) cache.add(each);
    for (const each of sessions.slice(CAPACITY)) cache.add(again(each));
    const gone = sessions.filter(({ key }) => cache.get(key) === undefined);
    expect(gone.map(({ key }) => key)).toEqual(['k0', 'k1']);
    expect(gone.map(({ doubtful }) => doubtful)).toEqual([true, true]);
  });

  it('once full, keeps those that it has against any number that are seen once, which are doubtful (F31)', () => {
    const cache = createSessionCache();
    const sessions = Array.from({ length: CAPACITY }, (_, i) => session(`k${i}`));
    for (const each of sessions) cache.add(each);
    const flood = Array.from({ length: CAPACITY }, (_, i) => session(`flood ${i}`));
    for (const each of flood) cache.add(each);
    const kept = sessions.filter((each) => cache.get(each.key) === each && !each.doubtful);
    const turnedAway = flood.filter(({ key, doubtful }) => cache.get(key) === undefined && doubtful);
    expect([kept.length, turnedAway.length, cache.size()]).toEqual([CAPACITY, CAPACITY, CAPACITY]);
  });

  it('drops nobody for one whose place is free', () => {
    const cache = createSessionCache();
    const sessions = Array.from({ length: CAPACITY }, (_, i) => session(`k${i}`));
    for (const each of sessions) cache.add(each);
    expect([cache.drop('k0'), cache.drop('k0')]).toEqual([sessions[0], undefined]);
    cache.add(session('new'));
    expect(sessions.filter(({ key }) => cache.get(key) === undefined)).toEqual([sessions[0]]);
    expect(sessions.filter(({ doubtful }) => doubtful)).toEqual([]);
  });

  it('has one session of a key: the former is doubtful, and takes nothing along when its place is needed', () => {
    const cache = createSessionCache();
    const [former, latter] = [session('k'), session('k')];
    cache.add(former);
    cache.add(latter);
    expect([cache.get('k'), former.doubtful, latter.doubtful]).toEqual([latter, true, false]);
    for (let i = 2; i <= CAPACITY; i += 1) cache.add(session(`k${i}`));
    expect(cache.get('k')).toBe(latter);
    for (let i = 0; i < 2; i += 1) cache.add(session('last'));
    expect(cache.get('k')).toBeUndefined();
    // Whose place is his own needs no room of others.
    cache.add(session('last'));
    expect([cache.get('last')?.doubtful, cache.size()]).toEqual([false, CAPACITY - 1]);
  });

  it('forgets those of a subject, or all, as doubtful', () => {
    const cache = createSessionCache();
    const [ada, bob] = [
      session('a'),
      createLiveSession('b', record, { ...FACTS, principal: { ...principal, subject: 'bob' } }),
    ];
    for (const each of [ada, bob]) cache.add(each);
    cache.dropOf('bob');
    expect([cache.get('a'), cache.get('b'), bob.doubtful]).toEqual([ada, undefined, true]);
    cache.dropOf(null);
    expect([cache.get('a'), ada.doubtful]).toEqual([undefined, true]);
  });
});
