import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import { createLiveConnections } from '../../src/live/live-connections.ts';
import type { StoredGrant } from '../../src/provider/grant.ts';
import { createSessionManager, type SessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';

const CLIENT = { address: '127.0.0.1', userAgent: null };
const MINUTE = 60_000;

let time = 1_800_000_000_000;
const now = (): number => time;
const open: SessionManager[] = [];

afterEach(() => {
  for (const manager of open.splice(0)) manager.close();
});

/** A provider whose secrets count once, as rotating refresh tokens do. */
function rotating() {
  let current = 0;
  let asked = 0;
  return {
    first: (): StoredGrant => grantOf(current),
    asked: () => asked,
    async renew(grant: StoredGrant): Promise<StoredGrant | null> {
      asked += 1;
      const isCurrent = grant.sealed === String(current);
      if (isCurrent) current += 1;
      await new Promise((resolve) => setTimeout(resolve, isCurrent ? 5 : 20));
      return isCurrent ? grantOf(current) : null;
    },
  };
}

const grantOf = (number: number): StoredGrant => ({
  provider: 'acme',
  renewAt: time + MINUTE,
  sealed: String(number),
  sid: null,
});

function manager(store: ExpiringStore, renewGrant: (grant: StoredGrant) => Promise<StoredGrant | null>) {
  const refused: string[] = [];
  const made = createSessionManager({
    store,
    limits: { idleSeconds: 3600, absoluteSeconds: 7200 },
    subjects: null,
    renewGrant,
    onRefused: (session) => refused.push(session.key),
    now,
    onError: () => undefined,
  });
  open.push(made);
  return { ...made, refused };
}

async function begin(sessions: SessionManager, grant: StoredGrant): Promise<string> {
  const principal = createPrincipal({ subject: 'acme:1', method: 'acme' });
  const { secret } = await sessions.create(principal, { client: CLIENT, version: null, obligation: null, grant });
  return secret;
}

describe('a session that a provider stands behind', () => {
  it('is renewed by one of two processes, and the other has what that one got (F19)', async () => {
    const store = createMemoryStore({ now });
    const provider = rotating();
    const one = manager(store, provider.renew);
    const two = manager(store, provider.renew);
    const secret = await begin(one, provider.first());
    await two.find(secret);
    time += MINUTE;
    const found = await Promise.all([one.find(secret), two.find(secret), one.find(secret), two.find(secret)]);
    expect(found.map((session) => session?.grant?.sealed)).toEqual(['1', '1', '1', '1']);
    expect([provider.asked(), one.refused, two.refused]).toEqual([1, [], []]);
    time += MINUTE;
    expect((await two.find(secret))?.grant?.sealed).toBe('2');
    expect((await one.find(secret))?.grant?.sealed).toBe('2');
    expect(provider.asked()).toBe(2);
  });

  it('is renewed by one of two processes while the store is slow: what is refused twice was stolen, says a provider', async () => {
    const memory = createMemoryStore({ now });
    const replace: ExpiringStore['replace'] = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return memory.replace(...args);
    };
    const store = { ...memory, replace };
    const provider = rotating();
    const [one, two] = [manager(store, provider.renew), manager(store, provider.renew)];
    const secret = await begin(one, provider.first());
    time += MINUTE;
    const found = await Promise.all([one.find(secret), two.find(secret)]);
    expect(found.map((session) => session?.grant?.sealed)).toEqual(['1', '1']);
    expect([provider.asked(), one.refused, two.refused]).toEqual([1, [], []]);
  });

  it('is asked for by the other process when the one that was at it fails', async () => {
    const store = createMemoryStore({ now });
    const provider = rotating();
    const one = manager(store, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('away');
    });
    const two = manager(store, provider.renew);
    const secret = await begin(one, provider.first());
    time += MINUTE;
    const found = await Promise.all([one.find(secret), two.find(secret)]);
    expect(found.map((session) => session?.grant?.sealed)).toEqual(['0', '1']);
  });

  it('is found without asking anybody before its time', async () => {
    const provider = rotating();
    const sessions = manager(createMemoryStore({ now }), provider.renew);
    const secret = await begin(sessions, provider.first());
    expect(sessions.find(secret)).not.toBeInstanceOf(Promise);
    expect(provider.asked()).toBe(0);
  });

  it('is not recalled past its time: whoever has its access token waits for the provider too', async () => {
    const provider = rotating();
    const sessions = manager(createMemoryStore({ now }), provider.renew);
    const secret = await begin(sessions, provider.first());
    const { key } = (await sessions.find(secret)) ?? { key: '' };
    expect(sessions.recall(key)?.key).toBe(key);
    time += MINUTE;
    expect(sessions.recall(key)).toBeNull();
  });

  it('that was ended while the provider was asked stays ended', async () => {
    const provider = rotating();
    const sessions = manager(createMemoryStore({ now }), provider.renew);
    const secret = await begin(sessions, provider.first());
    const { key } = (await sessions.find(secret)) ?? { key: '' };
    time += MINUTE;
    const waiting = sessions.find(secret);
    await sessions.endKey(key);
    expect(await waiting).toBeNull();
    expect(await sessions.find(secret)).toBeNull();
  });

  describe('while the provider is slow', () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ['performance'] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    /** It answers when it is told to; how often it was asked. */
    function slow() {
      const waiting: ((grant: StoredGrant | null) => void)[] = [];
      const renew = () => new Promise<StoredGrant | null>((resolve) => waiting.push(resolve));
      return { renew, asked: () => waiting.length, answer: (grant: StoredGrant | null) => waiting.at(-1)?.(grant) };
    }

    it('goes on with the requests that wait and those that follow, until its answer counts (F15)', async () => {
      const provider = slow();
      const sessions = manager(createMemoryStore({ now }), provider.renew);
      const secret = await begin(sessions, grantOf(0));
      time += MINUTE;
      const waiting = [sessions.find(secret), sessions.find(secret)];
      await jest.advanceTimersByTimeAsync(2_000);
      const found = [...(await Promise.all(waiting)), await sessions.find(secret)];
      expect(found.map((session) => session?.grant?.sealed)).toEqual(['0', '0', '0']);
      provider.answer(grantOf(1));
      await jest.advanceTimersByTimeAsync(1);
      expect((await sessions.find(secret))?.grant?.sealed).toBe('1');
      expect(provider.asked()).toBe(1);
    });

    it('is over when the provider says so at last, and when it was ended meanwhile (F15)', async () => {
      const provider = slow();
      const sessions = manager(createMemoryStore({ now }), provider.renew);
      const [refused, ended] = [await begin(sessions, grantOf(0)), await begin(sessions, grantOf(0))];
      const { key } = (await sessions.find(ended)) ?? { key: '' };
      time += MINUTE;
      const waiting = sessions.find(ended);
      await jest.advanceTimersByTimeAsync(1);
      await sessions.endKey(key);
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await waiting).toBeNull();
      const late = sessions.find(refused);
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await late).not.toBeNull();
      provider.answer(null);
      await jest.advanceTimersByTimeAsync(1);
      expect([await sessions.find(refused), sessions.refused.length]).toEqual([null, 1]);
    });
  });

  it('takes what is open with it: an open connection asks when the time has come, as a request does (S6)', async () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    let stands = true;
    const sessions = manager(createMemoryStore({ now }), async () => (stands ? grantOf(0) : null));
    const live = createLiveConnections(sessions);
    const secret = await begin(sessions, grantOf(0));
    const session = await sessions.find(secret);
    const ends: string[] = [];
    if (session !== null) live.hold(session.decision, (reason) => ends.push(reason));
    time += MINUTE;
    await jest.advanceTimersByTimeAsync(1_001);
    expect(ends).toEqual([]);
    stands = false;
    time += MINUTE;
    await jest.advanceTimersByTimeAsync(1_001);
    expect(ends).toEqual(['session-ended']);
    live.close();
    jest.useRealTimers();
  });

  it('whose stored grant makes no sense is no session', async () => {
    const store = createMemoryStore({ now });
    const sessions = manager(store, async () => null);
    for (const grant of [7, {}, { provider: 'acme' }, { provider: 'acme', sealed: 'x', renewAt: 'soon' }]) {
      const secret = await begin(sessions, grantOf(0));
      const stored = [...(await store.list('session', 'acme:1'))];
      for (const { key, value, expiresAt } of stored) {
        await store.delete('session', key);
        await store.create('session', key, { value: { ...(value as object), grant }, expiresAt, owner: 'acme:1' });
      }
      expect([grant, await sessions.find(secret)]).toEqual([grant, null]);
    }
  });
});
