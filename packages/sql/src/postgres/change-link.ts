/**
 * Hears of what other processes changed through the same server, by LISTEN on a connection of its own, and says that it
 * heard. An answer on it says that all before it was heard, for the server sends in this order.
 */

import type { Acknowledgements } from '@doorward/core';
import type { ChangeFeed } from '../change-feed.ts';
import { answersTo, CHANNEL, readChangeMessage, readHeard, writeHeard } from './change-message.ts';
import type { PostgresClient } from './connection.ts';
import { ALLOW_SILENCE, HOLD, LIMIT_SILENCE } from './holders.ts';

/** How often the server is asked for an answer while somebody listens. */
const BEAT_INTERVAL_MS = 100;

const RECONNECT_MS = { first: 50, most: 1000 };

export interface ChangeLinkOptions {
  readonly createClient: () => PostgresClient;
  /** Whose own changes are passed over: their listeners know. */
  readonly instance: string;
  readonly feed: ChangeFeed;
  /** Told who has heard of this instance's changes. */
  readonly acknowledgements: Acknowledgements;
  /** Told when the link is lost, once until it is back. */
  readonly onError: (error: unknown) => void;
}

export interface ChangeLink {
  start(): Promise<void>;
  /** Without listeners it rests, and nothing is certain. */
  listen(listening: boolean): void;
  /** By which others know it; `null` while it has no connection. */
  number(): string | null;
  stop(): Promise<void>;
}

export function createChangeLink(options: ChangeLinkOptions): ChangeLink {
  const { createClient, instance, feed, acknowledgements, onError } = options;
  let current: Link | undefined;
  let beating: NodeJS.Timeout | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let waitMs = RECONNECT_MS.first;
  let listening = false;
  let stopped = false;

  async function connect(again: boolean): Promise<void> {
    const client = createClient();
    const made: Link = { client, ask: createAsker(client), number: null };
    client.on('error', (error) => drop(made, error));
    client.on('end', () => drop(made, new Error('The server ended the connection.')));
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) hear(made, payload);
      else hearAnswer(payload);
    });
    try {
      await client.connect();
      // Alone it is no reason for the process to go on.
      client.unref();
      for (const channel of [answersTo(instance), CHANNEL]) await made.ask(`listen ${channel}`);
      made.number = (await made.ask(HOLD)).rows[0]?.['number'] ?? null;
      if (stopped) throw new Error('The store was closed.');
      current = made;
      // Before anything counts as certain.
      if (again) feed.tell({ kind: 'all' });
      await beat(made);
      if (listening) await made.ask(LIMIT_SILENCE);
    } catch (error) {
      if (current === made) current = undefined;
      client.end().catch(() => undefined);
      throw error;
    }
  }

  function hear(link: Link, payload: string): void {
    const message = readChangeMessage(payload);
    // One of another version: what it changed is not known, and it waits in vain for an answer.
    const { by, id, changes } = message ?? { by: '', changes: 'all' };
    if (by === instance) return;
    if (changes === 'all') feed.tell({ kind: 'all' });
    else for (const [kind, key] of changes) feed.tell({ kind, key });
    if (id === undefined || link.number === null) return;
    // Without an answer the other one waits for the end of the lease.
    link.ask('select pg_notify($1, $2)', [answersTo(by), writeHeard(id, link.number)]).catch(() => undefined);
  }

  function hearAnswer(payload: string): void {
    const { id, number } = readHeard(payload);
    acknowledgements.heard(id, number);
  }

  /** Asks and waits for the answer, which makes what was heard certain. */
  async function beat(link: Link): Promise<void> {
    const began = performance.now();
    await link.ask('select 1');
    if (link !== current) return;
    feed.heardUntil(began);
    clearTimeout(beating);
    if (listening) beating = setTimeout(() => failing(link, beat(link)), BEAT_INTERVAL_MS).unref();
  }

  function failing(link: Link, asked: Promise<unknown>): void {
    asked.catch((error) => drop(link, error));
  }

  function drop(lost: Link, error: unknown): void {
    if (lost !== current) return;
    current = undefined;
    clearTimeout(beating);
    feed.lost();
    lost.client.end().catch(() => undefined);
    if (stopped) return;
    onError(error);
    reconnectLater();
  }

  function reconnectLater(): void {
    clearTimeout(reconnecting);
    reconnecting = setTimeout(reconnect, waitMs).unref();
    waitMs = Math.min(waitMs * 2, RECONNECT_MS.most);
  }

  async function reconnect(): Promise<void> {
    try {
      await connect(true);
      waitMs = RECONNECT_MS.first;
    } catch {
      if (current === undefined && !stopped) reconnectLater();
    }
  }

  return {
    start: () => connect(false),
    listen(on) {
      listening = on;
      clearTimeout(beating);
      if (current === undefined) return;
      failing(current, current.ask(on ? LIMIT_SILENCE : ALLOW_SILENCE));
      if (on) failing(current, beat(current));
    },
    number: () => current?.number ?? null,
    async stop() {
      stopped = true;
      clearTimeout(reconnecting);
      clearTimeout(beating);
      const last = current;
      current = undefined;
      feed.lost();
      await last?.client.end();
    },
  };
}

type Ask = (text: string, values?: readonly string[]) => Promise<{ rows: Readonly<Record<string, string>>[] }>;

interface Link {
  readonly client: PostgresClient;
  /** Asks one question after the other. */
  readonly ask: Ask;
  number: string | null;
}

function createAsker(client: PostgresClient): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (text, values = []) => {
    const answer = last.then(() => client.query<Record<string, string>>(text, [...values]));
    last = answer.catch(() => undefined);
    return answer;
  };
}
