import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OAuth2Strategy from 'passport-oauth2';
import { type OddProvider, startOddProvider } from './fixture/odd-provider.ts';
import { begin, finish, providerOf, roundTrip } from './fixture/round-trip.ts';

/** Asks the provider who it is, as strategies for single services do. */
class ProfileStrategy extends OAuth2Strategy {
  override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
    const url = new URL('/me', this._oauth2.getAuthorizeUrl({}));
    this._oauth2.get(url.href, accessToken, (error, body) => {
      if (error) return done(error);
      return done(null, { id: JSON.parse(String(body)).sub });
    });
  }
}

describe('passport-oauth2', () => {
  let idp: OddProvider;

  beforeEach(async () => {
    idp = await startOddProvider();
    idp.idToken.claims = { sub: '4711' };
  });

  afterEach(() => idp.close());

  const provider = (options: object = {}) =>
    providerOf(
      new ProfileStrategy(
        {
          authorizationURL: `${idp.origin}/authorize`,
          tokenURL: `${idp.origin}/token`,
          clientID: 'studio',
          clientSecret: 'secret',
          ...options,
        },
        (_access: string, _refresh: string, profile: unknown, done: OAuth2Strategy.VerifyCallback) =>
          done(null, profile as Express.User),
      ),
      { authenticateOptions: { scope: ['profile'] } },
    );

  const IDENTIFIED = { kind: 'identified', identity: { subject: '4711', roles: [] } };

  it.each([
    ['neither state nor PKCE', {}],
    ['a state', { state: true }],
    ['a state and PKCE', { state: true, pkce: true }],
  ])('signs in with %s of its own', async (_name, options) => {
    const made = provider(options);
    const { url } = await begin(made);
    expect(new URL(url).searchParams.get('scope')).toBe('profile');
    expect(await roundTrip(made, { code: 'code' })).toEqual(IDENTIFIED);
    expect(idp.asked.has('code_verifier')).toBe('pkce' in options);
  });

  it('has a verifier of PKCE in each sign-in, which stays on this side', async () => {
    const { url, keep = '' } = await begin(provider({ state: true, pkce: true }));
    const verifier = /"code_verifier":"([^"]+)"/.exec(keep)?.[1];
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(url).not.toContain(verifier);
  });

  it('declines a sign-in that has no state of its own left', async () => {
    const made = provider({ state: true });
    const { keep = '' } = await begin(made);
    const outcome = await finish(made, keep.replace(/"session":.*/, '"session":{}}'), { code: 'code' });
    expect(outcome).toEqual({ kind: 'declined', reason: 'Unable-to-verify-authorization-request-state' });
  });

  it('is an answer that does not count when there is no code', async () => {
    await expect(roundTrip(provider(), {})).rejects.toMatchObject({ code: 'passport/answer-refused' });
  });

  it('declines what the provider declines', async () => {
    const error = { error: 'access_denied', error_description: '<script>' };
    expect(await roundTrip(provider(), error)).toEqual({ kind: 'declined', reason: 'access_denied' });
    expect(await roundTrip(provider(), { error: 'server_error' })).toEqual({
      kind: 'declined',
      reason: 'server_error',
    });
  });

  it('is ended by no answer, whatever it is: the process goes on', async () => {
    for (const answers of [{ token: 'null' }, { token: '' }, { userinfo: 'null' }, { userinfo: '<html>' }]) {
      idp.answers = answers;
      await expect(roundTrip(provider(), { code: 'code' })).rejects.toMatchObject({ code: 'passport/strategy-failed' });
    }
  });
});
