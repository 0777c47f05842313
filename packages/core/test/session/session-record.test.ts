import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import { createSessionRecord, readSessionRecord, type SessionRecord } from '../../src/session/session-record.ts';

const DAY_MS = 86_400_000;
const CREATED_AT = 1_795_000_000_000;
const PLAIN: SessionRecord = {
  principal: createPrincipal({ subject: 'u_1', name: 'Ada', roles: ['member'], method: 'password' }),
  version: null,
  obligation: null,
  client: { address: '10.0.0.1', userAgent: null },
  createdAt: CREATED_AT,
  expiresAt: CREATED_AT + DAY_MS,
  pair: null,
  grant: null,
};
const FULL: SessionRecord = {
  ...PLAIN,
  version: 7,
  obligation: 'change-password',
  client: { address: '::1', userAgent: 'Mozilla/5.0' },
  expiresAt: CREATED_AT + 400 * DAY_MS + 1,
  pair: { generation: 2, rotatedAt: CREATED_AT, idleSeconds: 60 },
  grant: { provider: 'op', renewAt: CREATED_AT, sealed: 'x', sid: null },
};

describe.each([
  ['plain', PLAIN],
  ['with all that one can have', FULL],
])('the record of a session, %s', (_, facts) => {
  it('is read as it was given, from a store that keeps objects and from one that keeps text', () => {
    const kept = createSessionRecord(facts);
    expect(readSessionRecord(kept)).toEqual(facts);
    expect(readSessionRecord(JSON.parse(JSON.stringify(kept)))).toEqual(facts);
    expect(JSON.stringify(kept)).toBe(JSON.stringify(facts));
  });

  it('says by itself what it says when it is read', () => {
    const kept = createSessionRecord(facts);
    for (const name of Object.keys(facts) as (keyof SessionRecord)[]) expect(kept[name]).toEqual(facts[name]);
  });

  it('loses nothing when the next one is made of it', () => {
    const read = readSessionRecord(createSessionRecord(facts)) as SessionRecord;
    const next = createSessionRecord({ ...read, version: 8 });
    expect(readSessionRecord(next)).toEqual({ ...facts, version: 8 });
  });

  it('cannot be changed by anybody', () => {
    expect(Object.isFrozen(createSessionRecord(facts))).toBe(true);
  });
});
