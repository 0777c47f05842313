import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { errorOf, givenSignIn } from './fixture/given-sign-in.ts';
import { ACCESS_TOKEN, CLIENT_ID, type OddProvider } from './fixture/odd-provider.ts';
import { givenKey } from './fixture/signing-key.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const refusal = { code: 'oidc/answer-refused' };
const otherKey = givenKey('RS256');
const ecKey = givenKey('ES256');

type Change = (odd: OddProvider) => void;

const changes = (claims: Record<string, unknown>): Change => {
  return (odd) => {
    // All that is wanted: what the userinfo endpoint says of the subject is not looked at.
    odd.claims = { name: 'Ada', email: 'ada@acme.example', ...claims };
  };
};

const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

describe('an ID token', () => {
  it.each<[string, Change]>([
    ['of another issuer (O-02, O-41, T18)', changes({ iss: 'https://other.example' })],
    ['of no issuer (O-41)', changes({ iss: undefined })],
    ['without sub (O-03)', changes({ sub: undefined })],
    ['for another client (O-04, V48)', changes({ aud: 'other' })],
    ['for nobody (O-05)', changes({ aud: undefined })],
    ['for several, and not said which (O-42)', changes({ aud: [CLIENT_ID, 'other'] })],
    ['for several, and given to another (O-42)', changes({ aud: [CLIENT_ID, 'other'], azp: 'other' })],
    ['for us, and given to another (O-42)', changes({ azp: 'other' })],
    ['without iat (O-06)', changes({ iat: undefined })],
    ['of the future (O-40)', changes({ iat: now() + 120 })],
    ['of long ago (O-40)', changes({ iat: now() - 3600 })],
    ['that begins later (O-40)', changes({ nbf: now() + 120 })],
    ['that is over (O-40)', changes({ iat: now() - 400, exp: now() - 90 })],
    ['without an end (O-40)', changes({ exp: undefined })],
    ['that ends in milliseconds (O-40)', changes({ exp: Date.now() })],
    ['with another nonce (O-14, O-43, V44)', changes({ nonce: 'other' })],
    ['without nonce (O-43)', changes({ nonce: undefined })],
    ['with the hash of another access token (O-20)', changes({ at_hash: halfHash('other') })],
    ['with an empty sub (O-51)', changes({ sub: '' })],
    ['with a sub that is a number (O-51)', changes({ sub: 4711 })],
    ['with a sub that is a list (O-51)', changes({ sub: ['4711'] })],
    ['with a sub of 256 letters (O-51)', changes({ sub: 'a'.repeat(256) })],
    ['with a sub of 600 kB (O-51)', changes({ sub: 'a'.repeat(600_000) })],
    ['with a sub of more than is read (O-51)', changes({ sub: 'a'.repeat(1_000_000) })],
    ['with a sub that has a NUL in it (O-51)', changes({ sub: '4711\u0000' })],
  ])('%s is refused', async (_what, change) => {
    const { odd, signIn } = await givenSignIn();
    change(odd);
    expect(await errorOf(signIn())).toMatchObject(refusal);
  });

  it.each<[string, Change]>([
    [
      'that is not signed (O-10, O-44, T18, V19)',
      (odd) => {
        odd.header = { alg: 'none' };
      },
    ],
    [
      'whose signature was changed (O-11, T18, V19)',
      (odd) => {
        odd.spoil = (token) => token.replace(/.{8}$/, 'AAAAAAAA');
      },
    ],
    [
      'whose signature is gone (O-11)',
      (odd) => {
        odd.spoil = (token) => token.replace(/[^.]*$/, '');
      },
    ],
    [
      'that another key signed under the same name (O-11, T18, V19)',
      (odd) => {
        odd.key = otherKey;
      },
    ],
    [
      'with a changed ES256 signature (O-12, V19)',
      (odd) => {
        odd.key = ecKey;
        odd.keys = [ecKey.jwk];
        odd.spoil = (token) => token.replace(/.{8}$/, 'AAAAAAAA');
      },
    ],
    [
      'signed with the client secret (O-12, O-44, T18, V19)',
      (odd) => {
        odd.header = { alg: 'HS256' };
        odd.metadata = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] };
      },
    ],
    [
      'unsigned, by metadata that want it so (O-10, O-44)',
      (odd) => {
        odd.header = { alg: 'none' };
        odd.metadata = { id_token_signing_alg_values_supported: ['none'] };
      },
    ],
    [
      'by an algorithm that the metadata do not name (O-44)',
      (odd) => {
        odd.key = ecKey;
        odd.keys = [ecKey.jwk];
        odd.metadata = { id_token_signing_alg_values_supported: ['RS256'] };
      },
    ],
    [
      'by ES256, where nothing is said of algorithms (O-44)',
      (odd) => {
        odd.key = ecKey;
        odd.keys = [ecKey.jwk];
        odd.metadata = { id_token_signing_alg_values_supported: undefined };
      },
    ],
    [
      'with an extension that is critical (O-44)',
      (odd) => {
        odd.header = { crit: ['b64'], b64: true };
      },
    ],
    [
      'that is in five parts',
      (odd) => {
        odd.spoil = (token) => `${token}.a.b`;
      },
    ],
    [
      'that is the access token (O-66, V42)',
      (odd) => {
        odd.tokens = { id_token: ACCESS_TOKEN };
      },
    ],
    [
      'that is not there',
      (odd) => {
        odd.tokens = { id_token: undefined };
      },
    ],
  ])('%s is refused', async (_what, change) => {
    const { odd, signIn } = await givenSignIn();
    change(odd);
    expect(await errorOf(signIn())).toMatchObject(refusal);
  });

  it.each<[string, Change]>([
    ['for us in a list (O-42)', changes({ aud: [CLIENT_ID] })],
    ['for several, and given to us (O-42)', changes({ aud: [CLIENT_ID, 'other'], azp: CLIENT_ID })],
    ['of a clock that is half a minute ahead (O-40)', changes({ iat: now() + 30 })],
    ['with the hash of its access token (O-20)', changes({ at_hash: halfHash(ACCESS_TOKEN) })],
    [
      'without kid, where there is one key (O-07)',
      (odd) => {
        odd.header = { kid: undefined };
      },
    ],
    [
      'without kid, where one of several keys fits (O-08)',
      (odd) => {
        odd.header = { kid: undefined };
        odd.keys = [ecKey.jwk, { ...otherKey.jwk, use: 'enc' }, odd.key.jwk];
      },
    ],
    [
      'by ES256',
      (odd) => {
        odd.key = ecKey;
        odd.keys = [ecKey.jwk];
      },
    ],
  ])('%s counts', async (_what, change) => {
    const { odd, identity } = await givenSignIn();
    change(odd);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it.each(['HS256', 'none'])(
    'by %s is refused before keys are looked for, whatever the metadata say (O-44)',
    async (alg) => {
      const { odd, signIn } = await givenSignIn();
      odd.header = { alg };
      odd.metadata = { id_token_signing_alg_values_supported: ['RS256', alg] };
      expect(await errorOf(signIn())).toMatchObject({ ...refusal, message: expect.stringContaining('"alg"') });
      expect(odd.count('/jwks')).toBe(0);
    },
  );

  it('without kid, where several keys fit, is refused (O-08)', async () => {
    const { odd, signIn } = await givenSignIn();
    odd.header = { kid: undefined };
    odd.keys = [otherKey.jwk, odd.key.jwk];
    expect(await errorOf(signIn())).toMatchObject(refusal);
  });

  it('by an RSA key of 1024 bits is refused (O-49)', async () => {
    const { odd, signIn } = await givenSignIn();
    odd.key = givenKey('RS256', 'short', 1024);
    odd.keys = [odd.key.jwk];
    expect(await errorOf(signIn())).toMatchObject(refusal);
  });
});
