/**
 * Bounds what the audit log keeps of events that anybody can cause as often as he likes, who would fill the disk.
 */

import { type AuthEvent, type AuthEventType, addressGroup } from '@doorward/core';

/** Events alike that are kept in a minute. */
const MAX_ALIKE = 60;
const WINDOW_MS = 60_000;

/** Kinds that are counted at once; past it all are counted anew. */
const MAX_KINDS = 1_000;

const FLOODING: ReadonlySet<AuthEventType> = new Set<AuthEventType>(['login-failure', 'throttled']);

const LAST = 'the rest of this minute was left out';

/**
 * The event as it is to be kept, or `null`. Alike are those of one address that say the same but for names, which the
 * client writes; so a flood hides nothing but itself.
 */
export function createFloodGate(now: () => number): (event: AuthEvent) => AuthEvent | null {
  const counts = new Map<string, number>();
  let since = now();

  function startAnew(at: number): void {
    counts.clear();
    since = at;
  }

  return (event) => {
    if (!FLOODING.has(event.type)) return event;
    const at = now();
    if (at - since >= WINDOW_MS || at < since || counts.size >= MAX_KINDS) startAnew(at);
    const { type, clientAddress, method, reason, subject, target } = event;
    const kind = JSON.stringify([type, addressGroup(clientAddress), method, reason, subject, target]);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > MAX_ALIKE) return null;
    return count === MAX_ALIKE ? Object.freeze({ ...event, detail: LAST }) : event;
  };
}
