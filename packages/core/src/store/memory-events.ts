/**
 * The audit log of the durable memory store.
 */

import type { AuthEvent } from '../event/auth-event.ts';
import type { DurableStore, EventQuery, StoredEvent } from './durable-store.ts';

export function createMemoryEvents(): Pick<DurableStore, 'addEvents' | 'events' | 'deleteEvents'> {
  let log: StoredEvent[] = [];
  let logged = 0;
  return {
    addEvents(events: readonly AuthEvent[]) {
      for (const event of events) log.push({ number: ++logged, event });
    },
    events: (query = {}) => selectEvents(log, query),
    deleteEvents(before) {
      const kept = log.filter(({ event }) => Date.parse(event.time) >= before);
      const dropped = log.length - kept.length;
      log = kept;
      return dropped;
    },
  };
}

function selectEvents(log: readonly StoredEvent[], query: EventQuery): readonly StoredEvent[] {
  const { types, subject, from = -Infinity, until = Infinity, before = Infinity, limit = 50 } = query;
  const found = log.filter(({ number, event }) => {
    const at = Date.parse(event.time);
    const concerns = subject === undefined || event.subject === subject || event.target === subject;
    return (
      number < before && at >= from && at < until && concerns && (types === undefined || types.includes(event.type))
    );
  });
  return found.reverse().slice(0, limit);
}
