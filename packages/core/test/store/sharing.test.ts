/**
 * What the memory store keeps once for several sessions of one person.
 */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPrincipal, type Principal } from '../../src/access/principal.ts';
import { createSessionRecord, type SessionRecord } from '../../src/session/session-record.ts';
import type { ExpiringStore, StoredRecord } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';

const ADA = { subject: 'u_ada', name: 'Ada', roles: ['member'], permissions: ['page:read'], method: 'password' };
const END = 2_000;

let store: ExpiringStore;

beforeEach(() => {
  store = createMemoryStore({ now: () => 1_000 });
});
afterEach(() => void store.close());

const valueIn = (key: string): unknown => (store.get('session', key) as StoredRecord | null)?.value;

/** Signs in, and answers what is stored. */
function stored(key: string, principal: Principal, facts: Partial<SessionRecord> = {}): SessionRecord {
  const given = {
    principal,
    version: 1,
    obligation: null,
    client: { address: '192.0.2.1', userAgent: null },
    createdAt: 1_000,
    expiresAt: END,
    pair: null,
    grant: null,
    ...facts,
  };
  void store.create('session', key, { value: createSessionRecord(given), owner: principal.subject, expiresAt: END });
  const value = valueIn(key) as SessionRecord;
  expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(given)));
  return value;
}

describe('two sessions of one person', () => {
  it('have one principal, and all else of their own', () => {
    const first = stored('a', createPrincipal(ADA));
    const second = stored('b', createPrincipal(ADA), { version: 2, createdAt: 1_500, obligation: 'change-password' });
    expect(second.principal).toBe(first.principal);
    expect(first).toMatchObject({ version: 1, createdAt: 1_000, obligation: null });
  });

  it('have each their own where anything of it differs: nobody gets rights of another session', () => {
    const first = stored('first', createPrincipal(ADA));
    for (const other of [
      { roles: ['owner'] },
      { roles: [] },
      { roles: ['member', 'owner'] },
      { permissions: ['page:read', 'page:write'] },
      { method: 'token' },
      { name: 'Ada L.' },
      { email: 'ada@example.com' },
      { avatarUrl: 'https://example.com/ada.png' },
    ]) {
      const principal = createPrincipal({ ...ADA, ...other });
      expect(stored(JSON.stringify(other), principal).principal).toBe(principal);
    }
    expect(first.principal).toEqual(createPrincipal(ADA));
  });

  it('do not need each other', () => {
    const first = stored('a', createPrincipal(ADA));
    const second = stored('b', createPrincipal(ADA));
    void store.delete('session', 'a');
    expect(valueIn('b')).toBe(second);
    expect(stored('c', createPrincipal(ADA)).principal).toBe(first.principal);
  });
});

describe('a value of another kind', () => {
  it('stays as it is, beside one that could share and beside none', () => {
    const value = Object.freeze({ principal: ADA });
    void store.create('session', 'plain', { value, owner: ADA.subject, expiresAt: END });
    const principal = createPrincipal(ADA);
    expect(stored('a', principal).principal).toBe(principal);
    for (const each of [value, null, 'text', 7]) {
      void store.create('session', `k${String(each)}`, { value: each, owner: ADA.subject, expiresAt: END });
      expect(valueIn(`k${String(each)}`)).toBe(each);
    }
  });
});
