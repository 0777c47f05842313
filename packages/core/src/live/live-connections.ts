/**
 * Connections that outlive their request: sockets and event streams. Each ends when its session does,
 * be it signed out or over its absolute limit; while one is open the session counts as active.
 */

import type { LiveSession, SessionInfo } from '../session/session.ts';
import { liveSessionOf } from '../session/session.ts';
import type { SessionManager } from '../session/session-manager.ts';

/** Why a connection has to end. */
export type EndReason = 'session-ended' | 'server-closing';

export interface LiveConnections {
  /**
   * Calls `end` once, when the session ends; at once when it has ended already. Answers how to let
   * go, for when the connection closes by itself.
   */
  hold(session: SessionInfo, end: (reason: EndReason) => void): () => void;
  /** Ends every connection: the server closes. */
  close(): void;
}

/** The connections of one session. */
interface Held {
  readonly session: LiveSession;
  readonly ends: Set<(reason: EndReason) => void>;
  readonly release: () => void;
}

/** How long after a limit a connection may live on. */
const CHECK_INTERVAL_MS = 1_000;

export function createLiveConnections(sessions: SessionManager): LiveConnections {
  const held = new Map<string, Held>();
  let timer: NodeJS.Timeout | undefined;

  function endAll(key: string, reason: EndReason = 'session-ended'): void {
    const entry = held.get(key);
    held.delete(key);
    entry?.release();
    for (const end of entry?.ends ?? []) end(reason);
    stopWhenIdle();
  }

  function check(): void {
    for (const [key, { session }] of held) {
      if (sessions.use(session) === null) endAll(key);
      else if (session.doubtful) sessions.recheck(session);
    }
  }

  function stopWhenIdle(): void {
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  const unsubscribe = sessions.onEnd((key) => endAll(key));

  return {
    hold(info, end) {
      const session = liveSessionOf(info);
      if (session === undefined || sessions.use(session) === null) {
        end('session-ended');
        return () => undefined;
      }
      const entry = held.get(session.key) ?? { session, ends: new Set(), release: sessions.watch(session) };
      held.set(session.key, entry);
      const once = (reason: EndReason): void => end(reason);
      entry.ends.add(once);
      timer ??= setInterval(check, CHECK_INTERVAL_MS).unref();
      return () => {
        entry.ends.delete(once);
        if (entry.ends.size === 0 && held.get(session.key) === entry) {
          held.delete(session.key);
          entry.release();
        }
        stopWhenIdle();
      };
    },
    close() {
      unsubscribe();
      for (const key of [...held.keys()]) endAll(key, 'server-closing');
    },
  };
}
