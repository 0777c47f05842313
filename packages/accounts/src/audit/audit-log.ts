/**
 * Keeps what happened: every event in the store, for as long as configured, to look at and to export.
 */

import type { AuthEvent, DurableStore, EventQuery, EventSink, StoredEvent } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf } from '../actor.ts';
import { fault } from '../fault.ts';

export interface AuditRecorder {
  readonly sink: EventSink;
  /** Resolves when all that was heard is stored. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface AuditOptions {
  readonly store: DurableStore;
  readonly retentionDays: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Events that may wait for a store that is slow or away; later ones are lost, and that is reported. */
const MAX_WAITING = 10_000;
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

export function createAuditRecorder({ store, retentionDays, now, onError }: AuditOptions): AuditRecorder {
  let waiting: AuthEvent[] = [];
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await store.addEvents(batch);
      } catch (error) {
        onError(error);
      }
    }
    writing = null;
  }

  async function sweep(): Promise<void> {
    await store.deleteEvents(now() - retentionDays * 24 * 60 * 60 * 1000);
  }

  const forget = (): void => void sweep().catch(onError);
  const timer = setInterval(forget, SWEEP_INTERVAL_MS);
  timer.unref();
  forget();

  return {
    sink(event) {
      if (waiting.length >= MAX_WAITING) {
        onError(new Error('the audit log is behind by 10000 events; later ones are lost until the store answers'));
        return;
      }
      waiting.push(event);
      writing ??= Promise.resolve().then(writeAll);
    },
    flush: async () => (await writing) ?? undefined,
    async close() {
      clearInterval(timer);
      await writing;
    },
  };
}

export interface AuditLog {
  /** Newest first. @throws AuthError `accounts/not-allowed`. */
  list(actor: Actor, query?: EventQuery): Promise<readonly StoredEvent[]>;
  /** One line of JSON for each event, newest first, as it is read. */
  export(actor: Actor, query?: Omit<EventQuery, 'limit'>): AsyncGenerator<string>;
}

export function createAuditLog(parts: AccountParts, recorder: Pick<AuditRecorder, 'flush'>): AuditLog {
  const { store } = parts;

  async function assertMayRead(actor: Actor): Promise<void> {
    const { may } = await authorityOf(parts, actor, store);
    if (!may.has('audit'))
      throw fault('accounts/not-allowed', 'Your roles do not show you the audit log. Ask an owner.');
  }

  return {
    async list(actor, query = {}) {
      await assertMayRead(actor);
      await recorder.flush();
      return store.events(query);
    },
    async *export(actor, query = {}) {
      await assertMayRead(actor);
      await recorder.flush();
      let { before = Number.MAX_SAFE_INTEGER } = query;
      for (;;) {
        const events = await store.events({ ...query, before, limit: PAGE });
        for (const { event } of events) yield `${JSON.stringify(event)}\n`;
        const last = events.at(-1);
        if (last === undefined || events.length < PAGE) return;
        before = last.number;
      }
    },
  };
}

const PAGE = 500;
