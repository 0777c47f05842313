import { afterEach, describe, expect, it } from '@jest/globals';
import type { SessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { CLIENT, closeAll, givenSessions } from '../fixture/given-sessions.ts';
import { later } from '../fixture/stores.ts';

afterEach(closeAll);

describe('the sessions of a subject', () => {
  it('are listed with what their user recognises, the latest first, and nothing that opens them', async () => {
    const { clock, sessions, begin, nameOf } = givenSessions();
    const first = await begin('ada');
    clock.time += 60_000;
    const second = await begin('ada');
    await begin('bob');
    clock.time += 60_000;
    await nameOf(first);
    const list = await sessions.list('ada');
    const ids = [(await sessions.find(first))?.info.id, (await sessions.find(second))?.info.id];
    expect(list.map(({ id }) => id)).toEqual(ids);
    expect(list[0]).toMatchObject({ method: 'password', client: CLIENT, lastSeenAt: clock.time });
    for (const secret of [first, second]) expect(JSON.stringify(list)).not.toContain(secret.slice(0, 20));
  });

  it('are ended one by one by their own subject only (L11)', async () => {
    const { sessions, begin, nameOf } = givenSessions();
    const secret = await begin('ada');
    const id = (await sessions.find(secret))?.info.id as string;
    expect([await sessions.endOne('bob', id), await nameOf(secret)]).toEqual([false, 'Ada']);
    expect([await sessions.endOne('ada', id), await nameOf(secret)]).toEqual([true, null]);
    expect(await sessions.endOne('ada', id)).toBe(false);
  });

  it('are ended all, or all but one, in every process', async () => {
    for (const wrap of [later, (store: ExpiringStore) => store]) {
      const { sessions, another, begin, nameOf } = givenSessions(wrap);
      const replica = another();
      const secrets = [await begin('ada'), await begin('ada', replica), await begin('ada')];
      const other = await begin('bob');
      const names = (at?: SessionManager) => Promise.all([...secrets, other].map((secret) => nameOf(secret, at)));
      await names(replica);
      const id = (await sessions.find(secrets[1] as string))?.info.id;
      expect(await sessions.endAll('ada', id)).toBe(2);
      for (const at of [undefined, replica]) expect(await names(at)).toEqual([null, 'Ada', null, 'Bob']);
      expect(await sessions.endAll('ada', 'x'.repeat(16))).toBe(1);
      for (const at of [undefined, replica]) expect(await names(at)).toEqual([null, null, null, 'Bob']);
    }
  });
});
