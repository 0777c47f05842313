/**
 * Connections that end with the account behind their session (S6). What they do on the network is in `packages/integration`.
 */

import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, givenSessions, liveOn, turn } from '../fixture/given-sessions.ts';

afterEach(closeAll);

describe('a live connection', () => {
  const opened = async (at: ReturnType<typeof givenSessions>, secret: string) => {
    const live = liveOn(at.sessions);
    const session = await at.sessions.find(secret);
    if (session === null) throw new Error('no session');
    const ends: string[] = [];
    const hold = (): (() => void) => live.hold(session.decision, (reason) => ends.push(reason));
    return { ends, hold, session };
  };

  it.each([
    ['another version', { version: 2 }, ['session-ended']],
    ['none', null, ['session-ended']],
    ['renamed', { name: 'Ada Lovelace' }, []],
    ['given other rights', { permissions: ['reports:read'] }, ['session-ended']],
  ])('ends when the account is %s, in a later turn', async (_what, change, wanted) => {
    const at = givenSessions();
    const { ends, hold } = await opened(at, await at.begin('ada'));
    hold();
    at.people.set('ada', change);
    await turn();
    expect(ends).toEqual(wanted);
  });

  it.each([
    ['the account changes', (at: ReturnType<typeof givenSessions>) => at.people.set('ada', { version: 2 })],
    [
      'the session is ended after the account changed',
      async (at: ReturnType<typeof givenSessions>) => {
        at.people.set('ada', { name: 'A' });
        await at.sessions.endAll('ada');
      },
    ],
  ])('ends at once when %s between the request and the opening (S6)', async (_what, change) => {
    const at = givenSessions();
    const { ends, hold } = await opened(at, await at.begin('ada'));
    await change(at);
    hold();
    await turn();
    expect(ends).toEqual(['session-ended']);
  });

  it('opened on a session that was not remembered ends when it was ended meanwhile', async () => {
    const at = givenSessions((store) => ({ ...store, mayCache: () => false }));
    const { ends, hold } = await opened(at, await at.begin('ada'));
    await at.sessions.endAll('ada');
    hold();
    await turn();
    expect(ends).toEqual(['session-ended']);
  });

  it('goes on while the store is away, and ends when it is back and says so', async () => {
    let isAway = false;
    const at = givenSessions((store) => ({
      ...store,
      get: (kind, key) => (isAway ? Promise.reject(new Error('away')) : store.get(kind, key)),
    }));
    const { ends, hold, session } = await opened(at, await at.begin('ada'));
    hold();
    isAway = true;
    at.people.set('ada', { version: 2 });
    await turn();
    expect([ends, session.doubtful]).toEqual([[], true]);
    isAway = false;
    at.sessions.recheck(session);
    await turn();
    expect(ends).toEqual(['session-ended']);
  });
});
