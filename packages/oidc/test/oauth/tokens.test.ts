import type { RequestListener } from 'node:http';
import { isAuthError, type ProviderGrant } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { readOidcTokens } from '../../src/index.ts';
import { BAD_ANSWERS, REFUSED } from '../fixture/bad-answers.ts';
import { givenOAuth } from '../fixture/given-oauth.ts';
import { errorOf } from '../fixture/given-sign-in.ts';
import { json } from '../fixture/odd-provider.ts';

const form =
  (status: number, fields: string, type = 'application/x-www-form-urlencoded; charset=utf-8'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(fields);
  };

describe('a token endpoint', () => {
  it.each(BAD_ANSWERS)('that answers %s signs nobody in, and is not repeated (O-48)', async (_what, kind, answer) => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/token', answer);
    const before = process.memoryUsage.rss();
    const error = await errorOf(signIn());
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject(kind);
    expect([(error as Error).message.includes('top secret'), (error as Error).cause]).toEqual([false, undefined]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
    expect([odd.count('/token'), odd.count('/user')]).toEqual([1, 0]);
  });

  it.each<[string, RequestListener]>([
    ['in JSON', json(200, { error: 'bad_verification_code', error_description: 'top secret' })],
    ['in a form', form(200, 'error=bad_verification_code&error_description=top+secret')],
    ['beside a token', json(200, { error: 'bad_verification_code', access_token: 'top secret', token_type: 'bearer' })],
  ])('that says an error with status 200, %s, is said so in the log (O-48)', async (_what, answer) => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/token', answer);
    const error = await errorOf(signIn());
    expect(error).toMatchObject(REFUSED);
    expect(String(error)).toContain('error bad_verification_code');
    expect(String(error)).not.toContain('top secret');
    expect(odd.count('/user')).toBe(0);
  });

  it('may answer by a form, and is asked for JSON', async () => {
    const { odd, identity } = await givenOAuth();
    odd.answers.set(
      '/token',
      form(200, 'access_token=a%2Bb&token_type=bearer&scope=&expires_in=28800&refresh_token=r'),
    );
    const { grant } = await identity();
    expect(readOidcTokens(grant?.secret ?? '')).toMatchObject({ accessToken: 'a+b', refreshToken: 'r', idToken: null });
    const [token, user] = odd.requests;
    expect([token?.headers['accept'], user?.headers['authorization']]).toEqual(['application/json', 'Bearer a+b']);
  });

  it.each<[string, RequestListener]>([
    ['with two tokens', form(200, 'access_token=a&access_token=b&token_type=bearer')],
    ['that says to be something else', form(200, 'access_token=a&token_type=bearer', 'text/html')],
  ])('whose form is one %s signs nobody in (O-53)', async (_what, answer) => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/token', answer);
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
  });

  it('may grant less than was asked for', async () => {
    const { odd, identity } = await givenOAuth({ scopes: 'profile mail' });
    for (const scope of ['profile', '', 'profile,other', null]) {
      odd.tokens = { id_token: undefined, scope };
      expect(await identity()).toMatchObject({ subject: '4711' });
    }
  });

  it('that gives an ID token too is believed no word of it: nobody checked it', async () => {
    const { odd, identity } = await givenOAuth();
    odd.claims = { sub: 'root', iss: 'https://other.example' };
    odd.tokens = {};
    const { subject, grant } = await identity();
    expect([subject, readOidcTokens(grant?.secret ?? '').idToken]).toEqual(['4711', null]);
  });

  it('is told who asks as the option says', async () => {
    for (const clientAuth of ['client_secret_basic', 'client_secret_post'] as const) {
      const { odd, identity } = await givenOAuth({ clientAuth });
      await identity();
      const { headers, body } = odd.requests.find(({ path }) => path === '/token') ?? {};
      const isPost = clientAuth === 'client_secret_post';
      expect([headers?.['authorization'] === undefined, body?.get('client_secret')]).toEqual([
        isPost,
        isPost ? 's%cret +/:' : null,
      ]);
      expect(body?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    }
  });
});

describe('renewing', () => {
  const grantOf = async ({ identity }: Awaited<ReturnType<typeof givenOAuth>>): Promise<ProviderGrant> =>
    (await identity()).grant ?? { renewAt: null, secret: '' };

  it('goes on with the tokens that came, and keeps those that did not (O-30)', async () => {
    const given = await givenOAuth();
    const grant = await grantOf(given);
    given.odd.tokens = { id_token: undefined, access_token: 'access-next', refresh_token: undefined };
    const renewed = await given.provider.renew?.(grant);
    expect(readOidcTokens(renewed?.secret ?? '')).toMatchObject({
      subject: '4711',
      accessToken: 'access-next',
      refreshToken: 'refresh-4711',
    });
    expect(Math.round(((renewed?.renewAt ?? 0) - Date.now()) / 1000)).toBe(540);
  });

  it('is not to be where there is nothing to renew by: no token is kept', async () => {
    const { odd, identity } = await givenOAuth();
    odd.tokens = { id_token: undefined, refresh_token: undefined };
    expect(await identity()).not.toHaveProperty('grant');
  });

  it.each<[string, RequestListener]>([
    ['as the protocol has it', json(400, { error: 'invalid_grant' })],
    ['with status 200', json(200, { error: 'invalid_grant' })],
    ['as GitHub says it', json(200, { error: 'bad_refresh_token' })],
    ['by a form', form(200, 'error=bad_refresh_token')],
    ['by nothing but the status', (_request, response) => response.writeHead(400).end()],
  ])('ends the session when the provider says no, %s (O-68)', async (_what, answer) => {
    const given = await givenOAuth();
    const grant = await grantOf(given);
    given.odd.answers.set('/token', answer);
    expect(await given.provider.renew?.(grant)).toBeNull();
  });

  it.each<[string, string, RequestListener]>([
    ['is out of order', 'oidc/unreachable', json(503, { error: 'invalid_grant' })],
    ['does not know this server', 'oidc/answer-refused', json(200, { error: 'incorrect_client_credentials' })],
    ['answers something else', 'oidc/answer-refused', json(200, {})],
  ])('cannot tell when the provider %s: the session goes on (O-68)', async (_what, code, answer) => {
    const given = await givenOAuth();
    const grant = await grantOf(given);
    given.odd.answers.set('/token', answer);
    expect(await errorOf(Promise.resolve(given.provider.renew?.(grant)))).toMatchObject({ code });
  });
});
