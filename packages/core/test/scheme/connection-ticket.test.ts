/**
 * Tickets that let one connection in.
 */

import { afterEach, describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import { createConnectionTickets } from '../../src/scheme/connection-ticket.ts';
import { hashSecret } from '../../src/secret/secret-value.ts';
import { createSessionManager } from '../../src/session/session-manager.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { NO_PROVIDERS } from '../fixture/no-providers.ts';

const ADA = createPrincipal({ subject: 'ada', method: 'password' });
const FACTS = { client: { address: '127.0.0.1', userAgent: null }, version: null, obligation: null };
const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function given() {
  const clock = { time: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.time;
  const store = createMemoryStore({ now });
  const sessions = createSessionManager({
    ...NO_PROVIDERS,
    store,
    limits: { idleSeconds: 600, absoluteSeconds: 3600 },
    subjects: null,
    now,
  });
  closing.push(
    () => sessions.close(),
    () => store.close(),
  );
  const tickets = createConnectionTickets({ store, sessions, now });
  const { session } = await sessions.create(ADA, FACTS);
  const use = async (ticket: string, path = '/live') =>
    tickets.scheme.authenticate({ parameters: new Map([['access_ticket', ticket]]) }, { clientAddress: '', path });
  const issue = async (path = '/live'): Promise<string> => (await tickets.issue(session.info, path))?.ticket ?? '';
  return { clock, store, sessions, session, tickets, use, issue };
}

describe('a ticket for one connection', () => {
  it('is good once, of any number at the same time, as the session that asked (L10)', async () => {
    const { use, issue, session } = await given();
    const ticket = await issue();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => use(ticket)));
    const good = outcomes.filter(({ kind }) => kind === 'authenticated');
    expect(good).toEqual([{ kind: 'authenticated', principal: ADA, startsSession: false, decision: session.decision }]);
    expect(outcomes.filter(({ kind }) => kind === 'rejected')).toHaveLength(99);
  });

  it('is for its path to the letter, and gone after a wrong one', async () => {
    const { use, issue } = await given();
    for (const path of ['/live/', '/LIVE', '/liv', '/live/x', '//live', '/%6cive', '']) {
      const ticket = await issue();
      expect([path, (await use(ticket, path)).kind]).toEqual([path, 'rejected']);
      expect((await use(ticket)).kind).toBe('rejected');
    }
  });

  it('is over after thirty seconds, to the second, and with its session (V23)', async () => {
    const { use, issue, clock, sessions, session } = await given();
    const [early, late, ended] = [await issue(), await issue(), await issue()];
    clock.time += 29_999;
    expect((await use(early)).kind).toBe('authenticated');
    await sessions.endKey(session.key);
    expect((await use(ended)).kind).toBe('rejected');
    clock.time += 1;
    expect((await use(late)).kind).toBe('rejected');
  });

  it('is none of another purpose, which it leaves as it is, and is kept as a hash (S9, A74)', async () => {
    const { use, issue, store, clock } = await given();
    const ticket = await issue();
    const owned = JSON.stringify(await store.list('ticket', 'ada'));
    expect(owned).not.toContain(ticket.split('.')[1] ?? ticket);
    for (const value of [{ purpose: 'reset', path: '/live', session: 'x' }, 'text', null, { path: '/live' }]) {
      const record = { value, expiresAt: clock.time + 60_000, owner: 'ada' };
      await store.create('ticket', hashSecret('connection.other'), record);
      expect((await use('connection.other')).kind).toBe('rejected');
      await store.create('ticket', hashSecret('reset.other'), record);
      expect((await use('reset.other')).kind).toBe('rejected');
      expect(await store.claim('ticket', hashSecret('reset.other'))).toMatchObject(record);
    }
    for (const none of ['', 'constructor', '__proto__']) expect((await use(none)).kind).toBe('rejected');
  });

  it('is made for sessions that are there, and read in its own parameter alone', async () => {
    const { tickets, issue } = await given();
    expect(await tickets.issue({ id: 'x', createdAt: 0, expiresAt: 0 }, '/live')).toBeNull();
    const bearer = await issue();
    const request = { clientAddress: '', path: '/live' };
    for (const credentials of [
      { bearer },
      { query: bearer },
      { bare: bearer },
      { headers: new Map([['access_ticket', bearer]]) },
    ])
      expect(await tickets.scheme.authenticate(credentials, request)).toEqual({ kind: 'none' });
  });
});
