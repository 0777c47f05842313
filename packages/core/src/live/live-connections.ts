/**
 * Connections that outlive their request: sockets and event streams. Each ends when its session does,
 * be it signed out or over its absolute limit; while one is open the session counts as active.
 */

import type { LiveSession, SessionInfo } from '../session/session.ts';
import { liveSessionOf } from '../session/session.ts';
import type { SessionManager } from '../session/session-manager.ts';

export interface LiveConnections {
  /**
   * Calls `end` once, when the session ends; at once when it has ended already. Answers how to let
   * go, for when the connection closes by itself.
   */
  hold(session: SessionInfo, end: () => void): () => void;
  close(): void;
}

/** How long after a limit a connection may live on. */
const CHECK_INTERVAL_MS = 1_000;

export function createLiveConnections(sessions: SessionManager): LiveConnections {
  const held = new Map<string, { readonly session: LiveSession; readonly ends: Set<() => void> }>();
  let timer: NodeJS.Timeout | undefined;

  function endAll(key: string): void {
    const entry = held.get(key);
    held.delete(key);
    for (const end of entry?.ends ?? []) end();
    stopWhenIdle();
  }

  function check(): void {
    for (const [key, { session }] of held) {
      if (sessions.use(session) === null) endAll(key);
    }
  }

  function stopWhenIdle(): void {
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  const unsubscribe = sessions.onEnd(endAll);

  return {
    hold(info, end) {
      const session = liveSessionOf(info);
      if (session === undefined || sessions.use(session) === null) {
        end();
        return () => undefined;
      }
      const entry = held.get(session.key) ?? { session, ends: new Set() };
      held.set(session.key, entry);
      const once = (): void => end();
      entry.ends.add(once);
      timer ??= setInterval(check, CHECK_INTERVAL_MS).unref();
      return () => {
        entry.ends.delete(once);
        if (entry.ends.size === 0 && held.get(session.key) === entry) held.delete(session.key);
        stopWhenIdle();
      };
    },
    close() {
      unsubscribe();
      clearInterval(timer);
      held.clear();
    },
  };
}
