/**
 * Paths that take a key beside the sign-in.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../src/access/principal.ts';
import { NO_CREDENTIAL, type Scheme } from '../src/scheme/scheme.ts';
import { createTokenLogin } from '../src/scheme/token.ts';
import { givenCore, outcomeOf, TOKEN } from './fixture/given-core.ts';
import { viewOf } from './fixture/view.ts';

const KEY = 'dwk_a-key-of-a-program';
const BEARER = { authorization: `Bearer ${TOKEN}` };

/** Takes its key in a header of its own, and as Bearer. */
const keys: Scheme = {
  name: 'api-key',
  places: { authorization: ['bearer'], headers: ['x-api-key'] },
  authenticate({ headers, bearer }) {
    const presented = headers?.get('x-api-key') ?? (bearer?.startsWith('dwk_') === true ? bearer : undefined);
    if (presented === undefined) return NO_CREDENTIAL;
    if (presented !== KEY) return { kind: 'rejected', reason: 'invalid', presented };
    const principal = createPrincipal({ subject: 'program', permissions: ['*'], method: 'api-key' });
    return { kind: 'authenticated', principal, startsSession: false };
  },
};

/** A person with a role and all rights. */
const people: Scheme = {
  name: 'people',
  places: { authorization: ['bearer'] },
  authenticate({ bearer }) {
    if (bearer !== 'ada') return NO_CREDENTIAL;
    const principal = createPrincipal({ subject: 'ada', roles: ['editor'], permissions: ['docs:*'], method: 'people' });
    return { kind: 'authenticated', principal, startsSession: false };
  },
};

const given = () =>
  givenCore({
    schemes: [keys, people, createTokenLogin(TOKEN).scheme],
    keyDemand: { scheme: keys, paths: ['/api/'] },
    public: ['GET /api/open'],
  });

describe('a path that demands a key', () => {
  it.each([
    ['a key and a token', { 'x-api-key': KEY, ...BEARER }, 'continue'],
    ['a token alone', BEARER, 401],
    ['a key alone', { 'x-api-key': KEY }, 401],
    ['a key alone, as Bearer', { authorization: `Bearer ${KEY}` }, 401],
    ['one key in both places', { 'x-api-key': KEY, authorization: `Bearer ${KEY}` }, 401],
    ['a wrong key and a token', { 'x-api-key': 'dwk_wrong', ...BEARER }, 401],
    ['a key and one of a kind that nobody knows', { 'x-api-key': KEY, authorization: 'Digest a="b"' }, 401],
    ['a key and a wrong token', { 'x-api-key': KEY, authorization: 'Bearer wrong' }, 401],
  ])('with %s (A9)', async (_what, headers, outcome) => {
    expect(outcomeOf(await given().core.begin(viewOf('/api/docs', { headers })))).toBe(outcome);
  });

  it('lets nobody do more than the key may, whoever comes beside it (A9, L14)', async () => {
    const limited: Scheme = {
      ...keys,
      authenticate: () => ({
        kind: 'authenticated',
        principal: createPrincipal({ subject: 'program', permissions: ['docs:read', 'users:read'], method: 'api-key' }),
        startsSession: false,
      }),
    };
    const { core } = givenCore({ schemes: [limited, people], keyDemand: { scheme: limited, paths: ['/api/'] } });
    const headers = { 'x-api-key': KEY, authorization: 'Bearer ada' };
    expect(await core.begin(viewOf('/api/docs', { headers }))).toMatchObject({
      kind: 'continue',
      principal: { subject: 'ada', roles: [], permissions: ['docs:read'] },
    });
  });

  it('leaves other paths to either, and public ones to strangers (A9)', async () => {
    const { core } = given();
    for (const headers of [BEARER, { 'x-api-key': KEY }, { authorization: `Bearer ${KEY}` }])
      expect(outcomeOf(await core.begin(viewOf('/docs', { headers })))).toBe('continue');
    expect(outcomeOf(await core.begin(viewOf('/api/open')))).toBe('continue');
    expect(outcomeOf(await core.begin(viewOf('/api/open', { headers: { 'x-api-key': 'wrong' } })))).toBe(401);
  });
  it('is the only one where a key may come beside another credential (A42)', async () => {
    const others = [BEARER, { authorization: 'Digest a="b"' }, { authorization: '' }];
    for (const other of others) {
      const { core } = given();
      expect(outcomeOf(await core.begin(viewOf('/docs', { headers: { 'x-api-key': KEY, ...other } })))).toBe(400);
    }
  });
});
