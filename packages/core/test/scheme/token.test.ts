import * as crypto from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import type { Principal } from '../../src/access/principal.ts';

const compared: { readonly lengths: readonly number[] }[] = [];
jest.unstable_mockModule('node:crypto', () => ({
  ...crypto,
  timingSafeEqual: (a: Uint8Array, b: Uint8Array) => {
    compared.push({ lengths: [a.length, b.length] });
    return crypto.timingSafeEqual(a, b);
  },
}));
const { createTokenLogin, deterministicToken } = await import('../../src/scheme/token.ts');
const { createKeyRing } = await import('../../src/secret/key-ring.ts');

import type { PresentedCredentials } from '../../src/request/presented.ts';

const TOKEN = 'sup3rs3cr3t-token';
const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

describe('the token login', () => {
  const { scheme, verifier } = createTokenLogin(TOKEN);
  const authenticate = (credentials: PresentedCredentials) =>
    scheme.authenticate(credentials, { clientAddress: '127.0.0.1', path: '/' });

  it('knows the token as Bearer, as the password of Basic and in the query (A46, A48, A49)', () => {
    for (const credentials of [
      { bearer: TOKEN },
      { query: TOKEN },
      { basic: { name: '', password: TOKEN } },
      { bearer: TOKEN, query: TOKEN },
    ]) {
      expect(authenticate(credentials)).toMatchObject({
        kind: 'authenticated',
        startsSession: true,
        principal: { subject: 'token', name: 'token', permissions: ['*'], method: 'token' },
      });
    }
  });

  it('takes the name of Basic for display and for nothing else, and not without end (A48, A57, S17)', () => {
    expect(authenticate({ basic: { name: 'ada', password: TOKEN } })).toMatchObject({
      principal: { subject: 'token', name: 'ada', roles: [] },
    });
    expect(authenticate({ basic: { name: 'admin', password: TOKEN } })).toMatchObject({
      principal: { subject: 'token', roles: [], permissions: ['*'] },
    });
    const long = authenticate({ basic: { name: 'x'.repeat(4000), password: TOKEN } }) as {
      principal: { name: string };
    };
    expect(long.principal.name).toHaveLength(256);
  });

  it('rejects any other, and has no opinion where none of its credentials came (A47, A48)', () => {
    for (const credentials of [
      { bearer: 'x' },
      { query: '' },
      { basic: { name: TOKEN, password: '' } },
      { basic: { name: 'x', password: `${TOKEN} ` } },
      { bearer: TOKEN.toUpperCase() },
    ]) {
      expect([credentials, authenticate(credentials)]).toEqual([
        credentials,
        expect.objectContaining({ kind: 'rejected', reason: 'invalid' }),
      ]);
    }
    expect(authenticate({})).toEqual({ kind: 'none' });
    expect(authenticate({ otherScheme: 'digest' })).toEqual({ kind: 'none' });
  });

  it('gives out the same frozen principal, which nobody can change for others (S15)', () => {
    const principalOf = () => (authenticate({ bearer: TOKEN }) as { principal: Principal }).principal;
    const principal = principalOf();
    expect(principalOf()).toBe(principal);
    expect([principal, principal.roles, principal.permissions].map(Object.isFrozen)).toEqual([true, true, true]);
  });

  it('compares digests of one length in constant time, never the texts (A101, 4.9)', async () => {
    compared.length = 0;
    for (const candidate of ['', 's', TOKEN.slice(0, 8), TOKEN.slice(0, -1), TOKEN, 'x'.repeat(4000)]) {
      await authenticate({ bearer: candidate });
      await verifier.verify({ name: '', password: candidate, isLocal: true });
    }
    expect(compared).toHaveLength(12);
    for (const { lengths } of compared) expect(lengths).toEqual([32, 32]);
  });
});

describe('a deterministic token', () => {
  const ring = createKeyRing([SECRET]);

  it('is the same for the same secret and content, and another one when either changes (A53)', () => {
    const token = deterministicToken(ring, 'print(1)');
    expect(deterministicToken(createKeyRing([SECRET]), 'print(1)')).toBe(token);
    expect(deterministicToken(ring, 'print(2)')).not.toBe(token);
    expect(deterministicToken(createKeyRing([`${SECRET}x`]), 'print(1)')).not.toBe(token);
  });

  it('is the same for text and for its bytes', () => {
    expect(deterministicToken(ring, 'é')).toBe(deterministicToken(ring, Buffer.from('é')));
  });

  it('cannot be computed from the content alone', () => {
    const token = deterministicToken(ring, 'print(1)');
    for (const algorithm of ['sha256', 'sha512', 'md5'])
      expect(crypto.createHash(algorithm).update('print(1)').digest('base64url')).not.toBe(token);
    expect(token).toMatch(/^[\w-]{43}$/);
  });
});
