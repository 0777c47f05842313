import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { readOidcTokens } from '../src/index.ts';
import { BAD_ANSWERS, REFUSED } from './fixture/bad-answers.ts';
import { errorOf, givenSignIn } from './fixture/given-sign-in.ts';
import { ACCESS_TOKEN, REFRESH_TOKEN } from './fixture/odd-provider.ts';

describe('a token endpoint', () => {
  it.each(BAD_ANSWERS)('that answers %s signs nobody in, and is not repeated (O-48)', async (_what, kind, answer) => {
    const { odd, signIn } = await givenSignIn();
    odd.answers.set('/token', answer);
    const before = process.memoryUsage.rss();
    const error = await errorOf(signIn());
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject(kind);
    expect([(error as Error).message.includes('top secret'), (error as Error).cause]).toEqual([false, undefined]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
    expect(odd.count('/token')).toBe(1);
  });

  it('that leads elsewhere is not followed: the secret goes along (O-48)', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { odd, signIn } = await givenSignIn();
      odd.answers.set('/token', (_request, response) => response.writeHead(status, { location: '/thief' }).end());
      expect(await errorOf(signIn())).toMatchObject(REFUSED);
      expect(odd.count('/thief')).toBe(0);
    }
  });

  it('is told who asks in a header, with both parts encoded (O-17)', async () => {
    const { odd, identity } = await givenSignIn();
    await identity();
    const { headers, body } = odd.requests.find(({ path }) => path === '/token') ?? {};
    const pair = Buffer.from(headers?.['authorization']?.replace('Basic ', '') ?? '', 'base64').toString();
    expect(pair).toBe('doorward+client:s%25cret+%2B%2F%3A');
    expect([body?.has('client_secret'), body?.get('code_verifier')?.length]).toEqual([false, 43]);
  });

  it('is told in the body where the option says so, or without a secret', async () => {
    const post = await givenSignIn({ clientAuth: 'client_secret_post' });
    await post.identity();
    const sent = post.odd.requests.find(({ path }) => path === '/token');
    expect([sent?.headers['authorization'], sent?.body.get('client_secret')]).toEqual([undefined, 's%cret +/:']);
    const open = await givenSignIn({ clientAuth: 'none' });
    await open.identity();
    const bare = open.odd.requests.find(({ path }) => path === '/token');
    expect([bare?.headers['authorization'], bare?.body.has('client_secret')]).toEqual([undefined, false]);
    expect(bare?.body.get('client_id')).toBe('doorward client');
  });

  it('may write the type of the token as it likes (O-45)', async () => {
    const { odd, identity } = await givenSignIn();
    odd.tokens = { token_type: 'bEARER' };
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it('redeems no code that another browser brings its verifier for (O-38, V44)', async () => {
    const { odd, provider, signIn } = await givenSignIn();
    const begun = await provider.begin({ state: 'other', callbackUrl: 'https://own.example/auth/sso/oidc/callback' });
    const code = odd.visit(begun.url).get('code') ?? '';
    expect(await errorOf(signIn((parameters) => parameters.set('code', code)))).toMatchObject(REFUSED);
  });
});

describe('the userinfo endpoint', () => {
  it('is asked with the access token in a header, and only for what the ID token lacks (O-16, O-18)', async () => {
    const { odd, identity } = await givenSignIn();
    await identity();
    const [asked] = odd.requests.filter(({ path }) => path === '/userinfo');
    expect([asked?.headers['authorization'], asked?.body.size]).toEqual([`Bearer ${ACCESS_TOKEN}`, 0]);
    odd.claims = { name: 'Grace', email: 'grace@acme.example' };
    expect(await identity()).toMatchObject({ name: 'Grace', email: 'grace@acme.example' });
    expect(odd.count('/userinfo')).toBe(1);
  });

  it('never says otherwise than the ID token', async () => {
    const { odd, identity } = await givenSignIn();
    odd.claims = { name: 'Grace' };
    expect(await identity()).toMatchObject({ name: 'Grace', email: 'ada@acme.example' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['of somebody else', { sub: '4712' }],
    ['of nobody', { sub: undefined }],
    ['of a number', { sub: 4711 }],
  ])('%s signs nobody in (O-13)', async (_what, userinfo) => {
    const { odd, signIn } = await givenSignIn();
    odd.userinfo = userinfo;
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
  });

  it('that demands DPoP, with a nonce, signs nobody in, and is not asked again (O-47)', async () => {
    const { odd, signIn } = await givenSignIn();
    odd.answers.set('/userinfo', (_request, response) => {
      const headers = { 'dpop-nonce': 'one', 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
      response.writeHead(401, headers).end();
    });
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
    expect([odd.count('/token'), odd.count('/userinfo')]).toEqual([1, 1]);
  });

  it('that is signed is checked like an ID token (O-21)', async () => {
    const { odd, signIn } = await givenSignIn();
    odd.answers.set('/userinfo', (_request, response) => {
      response.setHeader('content-type', 'application/jwt').end('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.AAAA');
    });
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
  });

  it('is not needed', async () => {
    const { odd, identity } = await givenSignIn();
    odd.metadata = { userinfo_endpoint: undefined };
    expect(await identity()).toMatchObject({ subject: '4711' });
  });
});

describe('what is kept', () => {
  it('is what renewing, signing out and the app need', async () => {
    const { identity } = await givenSignIn();
    const { grant } = await identity();
    const tokens = readOidcTokens(grant?.secret ?? '');
    expect(tokens).toEqual({
      subject: '4711',
      accessToken: ACCESS_TOKEN,
      expiresAt: expect.any(Number),
      refreshToken: REFRESH_TOKEN,
      idToken: expect.stringMatching(/^ey/),
    });
    expect(Math.round(((tokens.expiresAt ?? 0) - Date.now()) / 1000)).toBe(600);
  });
});
