import { describe, expect, it } from '@jest/globals';
import { errorOf, type GivenSignIn, givenSignIn } from './fixture/given-sign-in.ts';
import { CLIENT_ID, CLIENT_SECRET, json, type OddProvider } from './fixture/odd-provider.ts';
import { givenKey, signed } from './fixture/signing-key.ts';

type Changes = Readonly<Record<string, unknown>>;

const now = (): number => Math.floor(Date.now() / 1000);
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

function logoutToken({ issuer, key }: OddProvider, claims: Changes = {}, header: Changes = {}): string {
  const times = { iat: now(), exp: now() + 120, jti: 'one' };
  const usual = { iss: issuer, aud: CLIENT_ID, sub: '4711', sid: 's-1', events: { [EVENT]: {} }, ...times };
  const usualHeader = { alg: key.alg, kid: key.jwk['kid'], typ: 'logout+jwt' };
  return signed({ ...usualHeader, ...header }, { ...usual, ...claims }, key, CLIENT_SECRET);
}

const tell = async ({ provider }: GivenSignIn, ...tokens: readonly string[]) => {
  const parameters = new URLSearchParams();
  for (const token of tokens) parameters.append('logout_token', token);
  return provider.signedOut?.(parameters);
};

describe('a logout token', () => {
  it('names a session at the provider, or a person (O-57)', async () => {
    const given = await givenSignIn();
    expect(await tell(given, logoutToken(given.odd))).toEqual({ sid: 's-1', subject: '4711' });
    expect(await tell(given, logoutToken(given.odd, { sub: undefined }))).toEqual({ sid: 's-1', subject: null });
    expect(await tell(given, logoutToken(given.odd, { sid: undefined }))).toEqual({ sid: null, subject: '4711' });
  });

  it.each<[string, Changes, Changes]>([
    ['that is not signed (O-58)', {}, { alg: 'none' }],
    ['that is signed with the client secret (O-58)', {}, { alg: 'HS256' }],
    ['of another issuer (O-59)', { iss: 'https://other.example' }, {}],
    ['for another client (O-59)', { aud: 'other' }, {}],
    ['without events (O-60)', { events: undefined }, {}],
    ['of another event (O-60)', { events: { 'http://schemas.openid.net/event/other': {} } }, {}],
    ['with events that are text (O-60)', { events: EVENT }, {}],
    ['with a nonce (O-61)', { nonce: 'one' }, {}],
    ['that is of another type (O-62)', {}, { typ: 'JWT' }],
    ['of no type (O-62)', {}, { typ: undefined }],
    ['that is over (O-62)', { exp: now() - 120 }, {}],
    ['that never ends', { exp: undefined }, {}],
    ['of long ago (O-62)', { iat: now() - 3600 }, {}],
    ['without a name of its own', { jti: undefined }, {}],
    ['of nobody (O-62)', { sub: undefined, sid: undefined }, {}],
    ['of a number', { sid: 7 }, {}],
    ['of an empty sub', { sub: '', sid: undefined }, {}],
  ])('%s ends nothing (V48)', async (_what, claims, header) => {
    const given = await givenSignIn();
    expect(await tell(given, logoutToken(given.odd, claims, header))).toBeNull();
  });

  it('by another key, changed, twice, missing or too long ends nothing', async () => {
    const given = await givenSignIn();
    const good = logoutToken(given.odd);
    expect(await tell(given, logoutToken({ ...given.odd, key: givenKey('RS256') }))).toBeNull();
    expect(await tell(given, good.replace(/.{8}$/, 'AAAAAAAA'))).toBeNull();
    expect(await tell(given, good, good)).toBeNull();
    expect(await tell(given)).toBeNull();
    expect(await tell(given, `${good}.x`)).toBeNull();
    expect(await tell(given, logoutToken(given.odd, { more: 'x'.repeat(16_384) }))).toBeNull();
  });

  it('by a new key counts at once, and strangers make no storm (O-27, O-62)', async () => {
    const given = await givenSignIn();
    const { odd } = given;
    await tell(given, logoutToken(odd));
    odd.key = givenKey('RS256', 'next');
    odd.keys = [odd.key.jwk];
    expect(await tell(given, logoutToken(odd))).not.toBeNull();
    for (let count = 0; count < 20; count += 1) await tell(given, logoutToken(odd, {}, { kid: `k${count}` }));
    expect(odd.count('/jwks')).toBe(2);
    expect(await given.identity()).toMatchObject({ subject: '4711' });
  });

  it('by keys that nobody has makes one fetch in half a minute, and delays no sign-in with a new key (F16)', async () => {
    const given = await givenSignIn();
    const { odd, advance } = given;
    await given.identity();
    const flood = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 5 }, (_, count) => tell(given, logoutToken(odd, {}, { kid: `k${count}` }))));
    for (let seconds = 0; seconds < 120; seconds += 10) {
      expect(await flood()).toEqual(Array.from({ length: 5 }, () => null));
      advance(10);
    }
    // Those of the sign-in, those for the first token, and one for each half minute.
    expect(odd.count('/jwks')).toBe(1 + 1 + 120 / 30);
    odd.key = givenKey('RS256', 'next');
    odd.keys = [odd.key.jwk];
    await flood();
    expect(await given.identity()).toMatchObject({ subject: '4711' });
    advance(30);
    expect(await tell(given, logoutToken(odd))).not.toBeNull();
  });

  it('cannot be judged while the provider gives no keys', async () => {
    const given = await givenSignIn();
    given.odd.answers.set('/jwks', json(503, {}));
    expect(await errorOf(tell(given, logoutToken(given.odd)))).toMatchObject({ code: 'oidc/unreachable' });
    given.odd.answers.set('/jwks', json(200, { keys: 7 }));
    expect(await errorOf(tell(given, logoutToken(given.odd)))).toMatchObject({ code: 'oidc/answer-refused' });
  });
});

describe('an identity', () => {
  it('has the name of the session at the provider, where the ID token has it', async () => {
    const { odd, identity } = await givenSignIn();
    expect(await identity()).not.toHaveProperty('sid');
    odd.claims = { sid: 's-1' };
    expect(await identity()).toMatchObject({ sid: 's-1' });
  });
});
