import { describe, expect, it } from '@jest/globals';
import { REFUSED } from '../fixture/bad-answers.ts';
import { givenOAuth } from '../fixture/given-oauth.ts';
import { CALLBACK_URL, errorOf, STATE } from '../fixture/given-sign-in.ts';

const ISSUER = 'https://login.acme.example';

describe('beginning', () => {
  it('leads to the address of the option with the code flow and a fresh S256 challenge (A31, A32, O-37)', async () => {
    const { odd, provider } = await givenOAuth({ scopes: ' profile  mail ' });
    const begin = async () => new URL((await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL })).url);
    const url = await begin();
    expect(`${url.origin}${url.pathname}`).toBe(`${odd.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'acme',
      client_id: 'doorward client',
      response_type: 'code',
      redirect_uri: CALLBACK_URL,
      scope: 'profile mail',
      state: STATE,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect((await begin()).searchParams.get('code_challenge')).not.toBe(url.searchParams.get('code_challenge'));
    expect(odd.requests).toEqual([]);
  });

  it('leaves what may be read to the provider, where no scopes are given', async () => {
    const { provider } = await givenOAuth();
    const { url } = await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL });
    expect(new URL(url).searchParams.has('scope')).toBe(false);
  });
});

describe('coming back', () => {
  it('with a code names who it is, by a code and a token that count once each', async () => {
    const { odd, identity } = await givenOAuth();
    expect(await identity()).toMatchObject({ subject: '4711', username: 'ada', name: 'Ada Lovelace', roles: [] });
    expect([odd.count('/token'), odd.count('/user'), odd.requests.length]).toEqual([1, 1, 2]);
  });

  it.each<[string, string, string]>([
    ['that the person said no', 'access_denied', 'access_denied'],
    ['a script', '<script>alert(1)</script>', 'unknown'],
  ])('with an error declines: %s (O-52)', async (_what, error, reason) => {
    const { odd, signIn } = await givenOAuth();
    const outcome = await signIn((parameters) => {
      parameters.delete('code');
      parameters.set('error', error);
      parameters.set('error_description', 'a description');
    });
    expect(outcome).toEqual({ kind: 'declined', reason });
    expect(odd.requests).toEqual([]);
  });

  it.each<[string, string | undefined, (parameters: URLSearchParams) => void]>([
    ['with another state (O-31, W10)', undefined, (parameters) => parameters.set('state', 'other')],
    ['without state (O-32, W10)', undefined, (parameters) => parameters.delete('state')],
    ['without a code', undefined, (parameters) => parameters.delete('code')],
    ['with two codes (O-53)', undefined, (parameters) => parameters.append('code', 'other')],
    ['with a token in the address', undefined, (parameters) => parameters.set('token', 'top secret')],
    ['without the name of the provider, which it promised (O-34)', ISSUER, () => undefined],
    ['with another name (O-35, O-36)', ISSUER, (parameters) => parameters.set('iss', 'https://other.example')],
    ['with nearly its name (O-35)', ISSUER, (parameters) => parameters.set('iss', `${ISSUER}/`)],
    [
      'with an error in another name (O-35)',
      ISSUER,
      (parameters) => {
        parameters.set('iss', 'https://other.example');
        parameters.set('error', 'access_denied');
      },
    ],
  ])('%s is refused before the provider is asked', async (_what, issuer, change) => {
    const { odd, signIn } = await givenOAuth(issuer === undefined ? {} : { issuer });
    expect(await errorOf(signIn(change))).toMatchObject(REFUSED);
    expect(odd.requests).toEqual([]);
  });

  it('by a form is refused: nobody asked for one (O-53)', async () => {
    const { odd, signIn } = await givenOAuth();
    expect(await errorOf(signIn(undefined, true))).toMatchObject(REFUSED);
    expect(odd.requests).toEqual([]);
  });

  it('in the name that was promised counts (O-34), and in any where none was', async () => {
    const promised = await givenOAuth({ issuer: ISSUER });
    expect(await promised.signIn((parameters) => parameters.set('iss', ISSUER))).toMatchObject({ kind: 'identified' });
    const { signIn } = await givenOAuth();
    expect(await signIn((parameters) => parameters.set('iss', ISSUER))).toMatchObject({ kind: 'identified' });
  });

  it('with a code that another browser brought its verifier for signs nobody in (O-38)', async () => {
    const { odd, provider, signIn } = await givenOAuth();
    const begun = await provider.begin({ state: 'other', callbackUrl: CALLBACK_URL });
    const code = odd.visit(begun.url).get('code') ?? '';
    expect(await errorOf(signIn((parameters) => parameters.set('code', code)))).toMatchObject(REFUSED);
  });

  it('with one code twice signs in once (O-39)', async () => {
    const { odd, provider } = await givenOAuth();
    const { url, keep = null } = await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL });
    const callback = { parameters: odd.visit(url), state: STATE, keep, callbackUrl: CALLBACK_URL, isPosted: false };
    expect(await provider.finish(callback)).toMatchObject({ kind: 'identified' });
    expect(await errorOf(Promise.resolve(provider.finish(callback)))).toMatchObject(REFUSED);
  });
});
