/**
 * Asks the provider whether a sign-in still stands, once its time has come: once for any number of parallel
 * requests, and as one writer among several processes.
 */

import type { StoredGrant } from '../provider/grant.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import type { LiveSession } from './session.ts';
import { createSessionRecord, readSessionRecord, type SessionRecord } from './session-record.ts';

/** `null`: the provider says that it does not stand any more. Throws or rejects when that cannot be told. */
export type RenewGrant = (grant: StoredGrant) => Promise<StoredGrant | null>;

export interface GrantCheck {
  /** The session when it goes on; `null` when it is over. */
  settle(session: LiveSession): Promise<LiveSession | null>;
}

export interface GrantCheckParts {
  readonly store: ExpiringStore;
  readonly renew: RenewGrant;
  /** Ends a session; true when it was there. */
  readonly end: (session: LiveSession) => Promise<void>;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** A provider that could not be asked is asked again after so long. */
const RETRY_MS = 30_000;
/** So long requests wait for one that is slow. Then they go on, and its answer counts when it comes. */
const PATIENCE_MS = 1_500;
/** For so long another process may be asking, looked at this often. */
const MAX_WAIT_MS = 10_000;
const WAIT_MS = 50;

interface Settled {
  readonly session: LiveSession | null;
}

interface UnderWay {
  readonly asked: Promise<LiveSession | null>;
  /** Requests have waited for it long enough. */
  readonly late: Promise<void>;
}

export function createGrantCheck({ store, renew, end, now, onError }: GrantCheckParts): GrantCheck {
  const underWay = new Map<string, UnderWay>();

  async function read(key: string): Promise<{ readonly value: unknown; readonly record: SessionRecord } | null> {
    const stored = await store.get('session', key);
    const record = stored === null ? null : readSessionRecord(stored.value);
    return stored === null || record === null ? null : { value: stored.value, record };
  }

  function takeOver(session: LiveSession, grant: StoredGrant | null): LiveSession {
    session.grant = grant;
    session.renewAt = grant?.renewAt ?? Number.POSITIVE_INFINITY;
    return session;
  }

  /** The provider cannot be asked: nobody is signed out by that. */
  function later(session: LiveSession, error: unknown): LiveSession {
    onError(error);
    session.renewAt = now() + RETRY_MS;
    return session;
  }

  /** Writes what the provider gave, unless another process was quicker. */
  async function keep(session: LiveSession, before: StoredGrant, next: StoredGrant): Promise<LiveSession | null> {
    for (;;) {
      const found = await read(session.key);
      if (found === null) return null;
      if (found.record.grant?.sealed !== before.sealed) return takeOver(session, found.record.grant);
      const value = createSessionRecord({ ...found.record, grant: next });
      const expiresAt = Math.min(value.expiresAt, session.lastSeenAt + session.idleMs);
      if (await store.replace('session', session.key, found.value, { value, expiresAt }))
        return takeOver(session, next);
    }
  }

  /** The grant as the store has it, when the provider has to be asked about it; else how that went. */
  async function due(session: LiveSession): Promise<StoredGrant | Settled> {
    const found = await read(session.key);
    if (found === null) return { session: null };
    const { grant } = found.record;
    const isDue = grant !== null && grant.renewAt !== null && now() >= grant.renewAt;
    return isDue ? grant : { session: takeOver(session, grant) };
  }

  /**
   * One process asks at a time: a secret that counts once would be refused to the next one, and a provider may take
   * that for theft.
   */
  async function ask(session: LiveSession): Promise<LiveSession | null> {
    const turn = `grant ${session.key}`;
    for (let waited = 0; waited < MAX_WAIT_MS; waited += WAIT_MS) {
      const grant = await due(session);
      if ('session' in grant) return grant.session;
      if ((await store.increment(turn, RETRY_MS)).count === 1) {
        return renewInTurn(session).finally(() => release(turn));
      }
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
    return later(session, new Error('another process has been asking the provider for too long'));
  }

  async function renewInTurn(session: LiveSession): Promise<LiveSession | null> {
    // Whoever had the turn before may have been done just now.
    const grant = await due(session);
    if ('session' in grant) return grant.session;
    let next: StoredGrant | null;
    try {
      next = await renew(grant);
    } catch (error) {
      return later(session, error);
    }
    if (next !== null) return keep(session, grant, next);
    // One that took longer than its turn may have got what this one did not: that counts.
    const again = await read(session.key);
    if (again !== null && again.record.grant !== null && again.record.grant.sealed !== grant.sealed) {
      return takeOver(session, again.record.grant);
    }
    await end(session);
    return null;
  }

  /** A turn that cannot be given back ends by itself. */
  async function release(turn: string): Promise<void> {
    try {
      await store.reset(turn);
    } catch (error) {
      onError(error);
    }
  }

  function begin(session: LiveSession): UnderWay {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    const asked = ask(session).finally(() => {
      clearTimeout(timer);
      underWay.delete(session.key);
    });
    // Nobody may wait for it any more.
    void late.then(() => asked.catch(onError));
    const begun = { asked, late };
    underWay.set(session.key, begun);
    return begun;
  }

  /** As with a provider that cannot be asked, but for a session that was ended meanwhile. */
  const asItStands = async (session: LiveSession): Promise<LiveSession | null> =>
    (await read(session.key)) === null ? null : session;

  return {
    settle(session) {
      const { asked, late } = underWay.get(session.key) ?? begin(session);
      return Promise.race([asked, late.then(() => asItStands(session))]);
    },
  };
}
