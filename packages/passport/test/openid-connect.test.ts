import { isAuthError, type Provider } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OpenIdConnectStrategy from 'passport-openidconnect';
import { CLIENT_ID, type OddProvider, startOddProvider } from './fixture/odd-provider.ts';
import { begin, finish, providerOf } from './fixture/round-trip.ts';
import { strategyOf } from './fixture/strategies.ts';

type Options = OpenIdConnectStrategy.StrategyOptions;

describe('passport-openidconnect', () => {
  let idp: OddProvider;
  let provider: Provider;

  const strategyAt = (origin: string, options: Partial<Options> = {}): OpenIdConnectStrategy =>
    new OpenIdConnectStrategy(
      {
        issuer: origin,
        authorizationURL: `${origin}/authorize`,
        tokenURL: `${origin}/token`,
        userInfoURL: `${origin}/me`,
        clientID: CLIENT_ID,
        clientSecret: 'secret',
        callbackURL: '/callback',
        skipUserProfile: false,
        ...options,
      },
      (_issuer: string, profile: OpenIdConnectStrategy.Profile, done: OpenIdConnectStrategy.VerifyCallback) =>
        done(null, profile),
    );

  beforeEach(async () => {
    idp = await startOddProvider();
    provider = providerOf(strategyAt(idp.origin));
  });

  afterEach(() => idp.close());

  /** Signs in with an ID token of these claims. */
  async function signIn(claims: object = {}, header: object = { alg: 'RS256' }) {
    const { url, keep } = await begin(provider);
    const nonce = new URL(url).searchParams.get('nonce');
    idp.idToken = { header, claims: { sub: '4711', nonce, ...claims } };
    return finish(provider, keep, { code: 'code' });
  }

  const refusedFor = (problem: string) =>
    expect.objectContaining({ code: 'passport/answer-refused', message: expect.stringContaining(problem) });

  it('signs in, with a nonce that is off by default, and an address that Doorward knows', async () => {
    const { searchParams } = new URL((await begin(provider)).url);
    expect(searchParams.get('nonce')).toMatch(/^[\w+/-]{20}$/);
    expect(await signIn()).toMatchObject({ kind: 'identified', identity: { subject: '4711' } });
    expect(idp.asked.get('redirect_uri')).toBe('https://own.example/auth/sso/acme/callback');
  });

  it.each([
    ['another sign-in', { nonce: 'another' }],
    ['another sign-in', { nonce: undefined }],
    ['another sign-in', { nonce: null }],
  ])('takes no ID token of %s: %o', async (problem, claims) => {
    await expect(signIn(claims)).rejects.toEqual(refusedFor(problem));
  });

  it('takes no ID token of another sign-in, also where the store of the strategy forgets the nonce', async () => {
    const store = {
      store: (...values: readonly unknown[]) => (values.at(-1) as (error: null, state: string) => void)(null, 'state'),
      verify: (...values: readonly unknown[]) => (values.at(-1) as (error: null, context: object) => void)(null, {}),
    };
    provider = providerOf(strategyAt(idp.origin, { store: store as NonNullable<Options['store']> }));
    expect(await signIn()).toMatchObject({ kind: 'identified' });
    await expect(signIn({ nonce: 'another' })).rejects.toEqual(refusedFor('another sign-in'));
  });

  it('sends nobody to the provider without a nonce', async () => {
    const strategy = Object.assign(strategyAt(idp.origin), {
      authenticate: strategyOf(function () {
        this.redirect(`${idp.origin}/authorize`);
      }).authenticate,
    });
    await expect(begin(providerOf(strategy))).rejects.toMatchObject({ code: 'passport/redirect-refused' });
  });

  it.each([{ alg: 'none' }, { alg: 'None' }, {}])('takes no ID token that is not signed: %o', async (header) => {
    await expect(signIn({}, header)).rejects.toEqual(refusedFor('is not signed'));
  });

  it('takes no userinfo about somebody else than the ID token', async () => {
    for (const userinfo of [{ sub: '1' }, { sub: null }, {}, { user_id: '4711' }]) {
      idp.answers = { userinfo: JSON.stringify(userinfo) };
      await expect(signIn()).rejects.toEqual(refusedFor('about somebody else'));
    }
  });

  it('is ended by no answer, whatever it is: the process goes on', async () => {
    for (const userinfo of ['null', '<html>', '', '"text"', '7']) {
      idp.answers = { userinfo };
      await expect(signIn()).rejects.toEqual(refusedFor('no JSON object'));
    }
    for (const token of ['null', '<html>', '', '{"id_token":7}', '{"id_token":"a.b.c"}']) {
      idp.answers = { token };
      const thrown: unknown = await signIn().catch((error: unknown) => error);
      expect([token, isAuthError(thrown)]).toEqual([token, true]);
    }
    idp.answers = {};
    expect(await signIn()).toMatchObject({ kind: 'identified' });
  });

  it('declines an ID token of another issuer, for another client, or that is over', async () => {
    for (const claims of [{ iss: 'https://evil.example' }, { aud: 'another' }, { exp: 1 }]) {
      expect(await signIn(claims)).toMatchObject({ kind: 'declined' });
    }
  });

  it('says a code that does not count is refused, and a provider that is away is away', async () => {
    idp.answers = { tokenStatus: 400, token: '{"error":"invalid_grant","error_description":"canary"}' };
    await expect(signIn()).rejects.toEqual(refusedFor('error invalid_grant'));
    idp.answers = { tokenStatus: 503, token: 'canary' };
    const away: unknown = await signIn().catch((error: unknown) => error);
    expect(away).toMatchObject({ code: 'passport/strategy-failed', message: expect.stringContaining('(503)') });
    expect(String(away)).not.toContain('canary');
    await idp.close();
    await expect(signIn()).rejects.toMatchObject({ message: expect.stringMatching(/\(ECONN[A-Z]+\)/) });
  });

  it('counts in the sign-in in which it was begun, and in no other', async () => {
    const other = await begin(provider);
    const { url, keep } = await begin(provider);
    idp.idToken.claims = { sub: '4711', nonce: new URL(url).searchParams.get('nonce') };
    await expect(finish(provider, other.keep, { code: 'code' })).rejects.toEqual(refusedFor('another sign-in'));
    expect(await finish(provider, keep, { code: 'code' })).toMatchObject({ kind: 'identified' });
  });

  it('stops the start where tokens come without TLS, or a nonce cannot be switched on', () => {
    const wrong = expect.objectContaining({ code: 'passport/options-invalid', option: 'passport.strategy' });
    const start = (strategy: Parameters<typeof providerOf>[0]) => {
      try {
        return providerOf(strategy);
      } catch (error) {
        return error;
      }
    };
    expect(start(strategyAt('http://login.acme.example'))).toEqual(wrong);
    expect(start(strategyOf(() => undefined, 'openidconnect'))).toEqual(wrong);
    expect(start(strategyAt('https://login.acme.example'))).toHaveProperty('begin');
  });
});
