/**
 * Connections that outlive their request: sockets and event streams. Each ends with what let it in: a session
 * that is signed out or over its absolute limit, a key that is revoked, a token that is over. While one is
 * open its session counts as active.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { Continue } from '../response/decision.ts';
import type { Standing } from '../scheme/scheme.ts';
import { type LiveSession, liveSessionOf } from '../session/session.ts';
import type { SessionManager } from '../session/session-manager.ts';

/** Why a connection has to end. */
export type EndReason = 'session-ended' | 'server-closing';

/** What lets a connection in. */
export type Admission = Pick<Continue, 'session' | 'standing'>;

export interface LiveConnections {
  /**
   * Calls `end` once, when what let the connection in is over; at once when it is already. Answers how to let
   * go, for when the connection closes by itself.
   */
  hold(admission: Admission, end: (reason: EndReason) => void): () => void;
  /** How many are open. */
  count(): number;
  /** Ends every connection: the server closes. */
  close(): void;
}

/** The connections of one session, or of one credential. */
interface Held {
  readonly ends: Set<(reason: EndReason) => void>;
  /** Asked once a second. */
  readonly isOver: () => MaybePromise<boolean>;
  readonly release: () => void;
}

/** How long after a limit a connection may live on. */
const CHECK_INTERVAL_MS = 1_000;

export function createLiveConnections(sessions: SessionManager): LiveConnections {
  /** By the key of the session, or by the standing itself. */
  const held = new Map<string | Standing, Held>();
  let timer: NodeJS.Timeout | undefined;

  function endAll(key: string | Standing, reason: EndReason = 'session-ended'): void {
    const entry = held.get(key);
    held.delete(key);
    entry?.release();
    for (const end of entry?.ends ?? []) end(reason);
    stopWhenIdle();
  }

  function check(): void {
    for (const [key, entry] of held) {
      void settled(entry.isOver).then((isOver) => {
        if (isOver && held.get(key) === entry) endAll(key);
      });
    }
  }

  function stopWhenIdle(): void {
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function join(key: string | Standing, make: () => Omit<Held, 'ends'>, end: (reason: EndReason) => void): () => void {
    const entry = held.get(key) ?? { ends: new Set(), ...make() };
    held.set(key, entry);
    const once = (reason: EndReason): void => end(reason);
    entry.ends.add(once);
    timer ??= setInterval(check, CHECK_INTERVAL_MS).unref();
    return () => {
      entry.ends.delete(once);
      if (entry.ends.size === 0 && held.get(key) === entry) {
        held.delete(key);
        entry.release();
      }
      stopWhenIdle();
    };
  }

  const heldBySession = (session: LiveSession): Omit<Held, 'ends'> => ({
    release: sessions.watch(session),
    isOver() {
      if (sessions.use(session) === null) return true;
      if (session.doubtful) sessions.recheck(session);
      if (session.lastSeenAt < session.renewAt) return false;
      // What is open stands on the provider's word as well as a request does.
      return andThen(sessions.findByKey(session.key), (found) => found === null);
    },
  });

  const unsubscribe = sessions.onEnd((key) => endAll(key));

  return {
    hold({ session: info, standing }, end) {
      if (info === null) {
        if (standing === null) return () => undefined;
        const isOver = (): MaybePromise<boolean> => not(standing.holds());
        return join(standing, () => ({ isOver, release: () => undefined }), end);
      }
      const session = liveSessionOf(info);
      if (session === undefined || sessions.use(session) === null) {
        end('session-ended');
        return () => undefined;
      }
      return join(session.key, () => heldBySession(session), end);
    },
    count: () => [...held.values()].reduce((sum, { ends }) => sum + ends.size, 0),
    close() {
      unsubscribe();
      for (const key of [...held.keys()]) endAll(key, 'server-closing');
    },
  };
}

/** A store that is away ends nothing: what it would say is not known. */
async function settled(isOver: () => MaybePromise<boolean>): Promise<boolean> {
  try {
    return await isOver();
  } catch {
    return false;
  }
}

function not(value: MaybePromise<boolean>): MaybePromise<boolean> {
  return value instanceof Promise ? value.then((each) => !each) : !value;
}
