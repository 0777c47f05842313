/**
 * Keeps what happened: every event in the store, for as long as configured, to look at and to export.
 */

import type { AuthEvent, DurableStore, EventQuery, EventSink, StoredEvent } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf } from '../actor.ts';
import { fault } from '../fault.ts';
import { createFloodGate } from './flood-gate.ts';

export interface AuditRecorder {
  readonly sink: EventSink;
  /** Resolves when all that was heard is stored, or the store does not take it for now. */
  flush(): Promise<void>;
  /** Stores what it can, and stops. */
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
const MAX_BATCH = 500;
const RETRY_MS = 1_000;
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

export function createAuditRecorder({ store, retentionDays, now, onError }: AuditOptions): AuditRecorder {
  const waiting: AuthEvent[] = [];
  let writing: Promise<void> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let [isAway, lost] = [false, 0];
  const gate = createFloodGate(now);

  async function writeAll(): Promise<void> {
    clearTimeout(retry);
    retry = undefined;
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, MAX_BATCH);
        await store.addEvents(batch);
        waiting.splice(0, batch.length);
        isAway = false;
      }
      if (lost > 0) onError(new Error(`the audit log lost ${lost} events while the store did not answer`));
      lost = 0;
    } catch (error) {
      if (!isAway) onError(error);
      isAway = true;
      retry = setTimeout(write, RETRY_MS).unref();
    }
    writing = null;
  }

  function write(): void {
    writing ??= Promise.resolve().then(writeAll);
  }

  async function sweep(): Promise<void> {
    await store.deleteEvents(now() - retentionDays * 24 * 60 * 60 * 1000);
  }

  const forget = (): void => void sweep().catch(onError);
  const timer = setInterval(forget, SWEEP_INTERVAL_MS);
  timer.unref();
  forget();

  return {
    sink(given) {
      const event = gate(given);
      if (event === null) return;
      if (waiting.length < MAX_WAITING) waiting.push(event);
      else if (lost++ === 0)
        onError(new Error(`the audit log is behind by ${MAX_WAITING} events and loses later ones`));
      if (retry === undefined) write();
    },
    flush: async () => (await writing) ?? undefined,
    async close() {
      clearInterval(timer);
      await writing;
      if (waiting.length > 0) write();
      await writing;
      clearTimeout(retry);
      if (waiting.length > 0) onError(new Error(`the audit log lost ${waiting.length} events at the end`));
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
