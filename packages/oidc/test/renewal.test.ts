import type { ProviderGrant } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { errorOf, type GivenSignIn, givenSignIn } from './fixture/given-sign-in.ts';
import { json } from './fixture/odd-provider.ts';
import { givenKey } from './fixture/signing-key.ts';

async function signedIn(): Promise<
  GivenSignIn & { readonly grant: ProviderGrant; renew(): Promise<ProviderGrant | null> }
> {
  const given = await givenSignIn();
  const { grant = { renewAt: null, secret: '' } } = await given.identity();
  return { ...given, grant, renew: async () => (await given.provider.renew?.(grant)) ?? null };
}

const secretOf = (grant: ProviderGrant | null) => JSON.parse(grant?.secret ?? '{}');
const secondsUntil = (time: number | null | undefined): number => Math.round(((time ?? 0) - Date.now()) / 1000);

describe('when a sign-in is renewed', () => {
  it.each<[unknown, number]>([
    [600, 540],
    [3600, 3540],
    [86_400, 3540],
    [undefined, 3540],
    ['600', 540],
    [90, 45],
    [1, 10],
    [0, 10],
  ])('an access token for %j seconds: after %i (O-46)', async (lifetime, seconds) => {
    const { odd, identity } = await givenSignIn();
    odd.tokens = { expires_in: lifetime };
    expect(secondsUntil((await identity()).grant?.renewAt)).toBe(seconds);
  });

  it('without a refresh token: never', async () => {
    const { odd, identity, provider } = await givenSignIn();
    odd.tokens = { refresh_token: undefined };
    const { grant } = await identity();
    expect(grant?.renewAt).toBeNull();
    expect(await provider.renew?.(grant as ProviderGrant)).toBeNull();
  });

  it.each([-1, 'soon', {}])('a lifetime that is none signs nobody in: %j (O-46)', async (lifetime) => {
    const { odd, signIn } = await givenSignIn();
    odd.tokens = { expires_in: lifetime };
    expect(await errorOf(signIn())).toMatchObject({ code: 'oidc/answer-refused' });
  });
});

describe('renewing', () => {
  it('goes on with the tokens that came, and keeps those that did not (O-30)', async () => {
    const { odd, grant, renew } = await signedIn();
    odd.tokens = { refresh_token: 'refresh-next', access_token: 'access-next' };
    const renewed = await renew();
    expect(secretOf(renewed)).toMatchObject({
      subject: '4711',
      refreshToken: 'refresh-next',
      accessToken: 'access-next',
    });
    expect(secondsUntil(renewed?.renewAt)).toBe(540);
    odd.tokens = { refresh_token: undefined, id_token: undefined };
    const { expiresAt: _expiresAt, ...kept } = secretOf(grant);
    expect(secretOf(await renew())).toMatchObject(kept);
  });

  it('takes an ID token that was made at the sign-in', async () => {
    const { odd, renew } = await signedIn();
    odd.claims = { iat: Math.floor(Date.now() / 1000) - 3600 };
    expect(await renew()).not.toBeNull();
  });

  it('sends the refresh token to the token endpoint, with the secret', async () => {
    const { odd, renew } = await signedIn();
    await renew();
    const { headers, body } = odd.requests.filter(({ path }) => path === '/token').at(-1) ?? {};
    expect(Object.fromEntries(body ?? [])).toEqual({ grant_type: 'refresh_token', refresh_token: 'refresh-4711' });
    expect(headers?.['authorization']).toMatch(/^Basic /);
  });

  it('ends the session when the provider does not stand by it any more (O-68)', async () => {
    const { odd, renew } = await signedIn();
    odd.answers.set('/token', json(400, { error: 'invalid_grant' }));
    expect(await renew()).toBeNull();
  });

  it.each<[string, Record<string, unknown>]>([
    ['somebody else', { sub: '4712' }],
    ['another issuer', { iss: 'https://other.example' }],
    ['another client', { aud: 'other' }],
  ])('ends the session when the answer is of %s (O-30)', async (_what, claims) => {
    const { odd, renew } = await signedIn();
    odd.claims = claims;
    expect(await renew()).toBeNull();
  });

  it.each<[string, string, number, unknown]>([
    ['is out of order', 'oidc/unreachable', 500, { error: 'invalid_grant' }],
    ['is asked too often', 'oidc/unreachable', 429, {}],
    ['does not know this server', 'oidc/answer-refused', 401, { error: 'invalid_client' }],
    ['answers something else', 'oidc/answer-refused', 200, ['invalid_grant']],
  ])('cannot tell when the provider %s: the session goes on (O-68)', async (_what, code, status, body) => {
    const { odd, renew } = await signedIn();
    odd.answers.set('/token', json(status, body));
    expect(await errorOf(renew())).toMatchObject({ code });
  });

  it('cannot tell when the provider is not there (O-68)', async () => {
    const { odd, renew } = await signedIn();
    await odd.close();
    expect(await errorOf(renew())).toMatchObject({ code: 'oidc/unreachable' });
  });

  it('looks at signatures too', async () => {
    const { odd, renew } = await signedIn();
    odd.key = givenKey('RS256');
    expect(await errorOf(renew())).toMatchObject({ code: 'oidc/answer-refused' });
  });

  it('uses the refresh token once, also when a new key came in between (O-27, O-67)', async () => {
    const { odd, renew } = await signedIn();
    odd.key = givenKey('RS256', 'next');
    odd.keys = [odd.key.jwk];
    expect(await renew()).not.toBeNull();
    expect(odd.count('/token')).toBe(2);
  });
});

describe('signing out', () => {
  const returnUrl = 'https://own.example/auth/login?signed-out';
  const queryOf = (url: string | null | undefined) => Object.fromEntries(new URL(url ?? '').searchParams);

  it('goes on at the provider, with whose session it is (A39, O-55)', async () => {
    const { odd, provider, grant } = await signedIn();
    const url = await provider.signOutUrl?.(grant, returnUrl);
    expect(url).toMatch(new RegExp(`^${odd.issuer}/end\\?`));
    expect(queryOf(url)).toEqual({
      id_token_hint: secretOf(grant).idToken,
      client_id: 'doorward client',
      post_logout_redirect_uri: returnUrl,
    });
  });

  it('goes on without a hint where nothing is kept', async () => {
    const { provider } = await signedIn();
    const query = queryOf(await provider.signOutUrl?.(null, returnUrl));
    expect(query).toEqual({ client_id: 'doorward client', post_logout_redirect_uri: returnUrl });
  });

  it('ends here where the provider has no place for it', async () => {
    const { odd, provider, identity } = await givenSignIn();
    odd.metadata = { end_session_endpoint: undefined };
    expect(await provider.signOutUrl?.((await identity()).grant ?? null, returnUrl)).toBeNull();
  });

  it('has no hint when the tokens are larger than what is kept', async () => {
    const { odd, identity } = await givenSignIn();
    odd.claims = { more: 'x'.repeat(16_000) };
    const { grant = null } = await identity();
    expect(secretOf(grant)).toMatchObject({ accessToken: 'access-4711', refreshToken: 'refresh-4711', idToken: null });
    odd.claims = { name: 'Ada', email: 'ada@acme.example' };
    odd.tokens = { access_token: 'x'.repeat(17_000) };
    expect(secretOf((await identity()).grant ?? null)).toMatchObject({
      accessToken: null,
      refreshToken: 'refresh-4711',
    });
    odd.tokens = { refresh_token: 'x'.repeat(17_000) };
    expect(await errorOf(identity())).toMatchObject({ code: 'oidc/answer-refused' });
  });
});
