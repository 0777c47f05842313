import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { CALLBACK_URL, errorOf, givenSignIn, STATE } from './fixture/given-sign-in.ts';
import { json, startOddProvider } from './fixture/odd-provider.ts';

const METADATA = '/.well-known/openid-configuration';
const refusal = { code: 'oidc/answer-refused' };
const away = { code: 'oidc/unreachable' };

describe('metadata', () => {
  it('are asked for once, when they are first needed, and again after an hour (O-24)', async () => {
    const { odd, identity, advance } = await givenSignIn();
    expect(odd.requests).toEqual([]);
    await Promise.all([identity(), identity(), identity()]);
    advance(3599);
    await identity();
    expect(odd.count(METADATA)).toBe(1);
    advance(1);
    await identity();
    expect(odd.count(METADATA)).toBe(2);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer (O-26, V48)', { issuer: 'https://other.example' }],
    ['without a token endpoint', { token_endpoint: undefined }],
  ])('%s stop the start, with the option and the remedy (decision 20)', async (_what, metadata) => {
    const { odd, provider } = await givenSignIn();
    odd.metadata = metadata;
    const error = await errorOf(Promise.resolve(provider.check?.()));
    expect(error).toMatchObject({ ...refusal, option: 'oidc.issuer' });
    expect((error as Error).message).toContain('Correct issuer, tenant or discoveryUrl');
  });

  it('that are not found stop the start; those that cannot be asked for do not (decision 20)', async () => {
    const { odd, provider, advance } = await givenSignIn();
    for (const [answer, expected] of [
      [json(503, {}), 'away'],
      [json(429, {}), 'away'],
      [(request: IncomingMessage) => request.socket.destroy(), 'away'],
    ] as const) {
      odd.answers.set(METADATA, answer);
      expect(await provider.check?.()).toBe(expected);
      advance(5);
    }
    odd.answers.set(METADATA, json(404, {}));
    expect(await errorOf(Promise.resolve(provider.check?.()))).toMatchObject(refusal);
    odd.answers.delete(METADATA);
    advance(5);
    expect(await provider.check?.()).toBe('well');
  });

  it('go on to count while the provider does not give them', async () => {
    const { odd, identity, advance } = await givenSignIn();
    await identity();
    odd.answers.set(METADATA, json(503, {}));
    advance(3600);
    for (let count = 0; count < 3; count += 1) expect(await identity()).toMatchObject({ subject: '4711' });
    expect(odd.count(METADATA)).toBe(2);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer (O-26, V48)', { issuer: 'https://other.example' }],
    ['of one that ends otherwise (O-26)', { issuer: 'http://127.0.0.1/' }],
    ['of nobody (O-26)', { issuer: undefined }],
    ['without a token endpoint', { token_endpoint: undefined }],
    ['without keys', { jwks_uri: undefined }],
    ['with keys that are no address', { jwks_uri: ['/jwks'] }],
    ['that lead browsers to http elsewhere (O-50)', { authorization_endpoint: 'http://login.example/authorize' }],
    ['that lead browsers to a script', { end_session_endpoint: 'javascript:alert(1)' }],
    ['that send the secret over http elsewhere (O-50)', { token_endpoint: 'http://login.example/token' }],
  ])('%s begin no sign-in', async (_what, metadata) => {
    const { odd, provider } = await givenSignIn();
    odd.metadata = metadata;
    const begun = Promise.resolve(provider.begin({ state: STATE, callbackUrl: CALLBACK_URL }));
    expect(await errorOf(begun)).toMatchObject(refusal);
  });

  it.each<[string, object, RequestListener]>([
    ['a page', refusal, (_request, response) => response.setHeader('content-type', 'text/html').end('<html>secret')],
    ['not found', refusal, json(404, {})],
    ['a list', refusal, json(200, [])],
    ['elsewhere (O-50)', refusal, (_request, response) => response.writeHead(302, { location: '/other' }).end()],
    ['more than a megabyte', refusal, json(200, { more: 'x'.repeat(1_000_000) })],
    ['that the provider is out of order', away, json(500, {})],
    ['that it is asked too often', away, json(429, {})],
    ['nothing', away, (request) => request.socket.destroy()],
  ])('whose answer is %s begin no sign-in, and are not asked for at once again', async (_what, error, answer) => {
    const { odd, signIn, identity, advance } = await givenSignIn();
    odd.answers.set(METADATA, answer);
    for (let count = 0; count < 10; count += 1) expect(await errorOf(signIn())).toMatchObject(error);
    expect([odd.count(METADATA), odd.count('/other')]).toEqual([1, 0]);
    expect(String(await errorOf(signIn()))).not.toContain('secret');
    odd.answers.delete(METADATA);
    advance(5);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it('may be somewhere else than below the issuer, and are of the issuer all the same (A41)', async () => {
    const host = await startOddProvider();
    const discoveryUrl = `${host.issuer}${METADATA}`;
    const { odd, identity, provider, advance } = await givenSignIn({ discoveryUrl });
    host.answers.set(METADATA, json(200, { ...host.metadata, issuer: 'https://other.example' }));
    const begin = () => Promise.resolve(provider.begin({ state: STATE, callbackUrl: CALLBACK_URL }));
    expect(await errorOf(begin())).toMatchObject(refusal);
    const names = { authorization_endpoint: 'authorize', token_endpoint: 'token', jwks_uri: 'jwks' };
    const endpoints = Object.entries(names).map(([name, path]) => [name, `${odd.issuer}/${path}`]);
    host.answers.set(METADATA, json(200, { issuer: odd.issuer, ...Object.fromEntries(endpoints) }));
    advance(5);
    expect(await identity()).toMatchObject({ subject: '4711' });
    expect(odd.count(METADATA)).toBe(0);
    await host.close();
  });
});

describe('addresses for clients with a certificate', () => {
  it.each([(issuer: string) => ({ token_endpoint: `${issuer}/mtls`, userinfo_endpoint: `${issuer}/mtls` }), () => 7])(
    'are not used, since there is none (O-23)',
    async (aliasesOf) => {
      const { odd, identity } = await givenSignIn();
      odd.metadata = { mtls_endpoint_aliases: aliasesOf(odd.issuer) };
      expect(await identity()).toMatchObject({ subject: '4711', name: 'Ada' });
      expect([odd.count('/token'), odd.count('/userinfo'), odd.count('/mtls')]).toEqual([1, 1, 0]);
    },
  );
});

describe('a provider that is not there', () => {
  it('is named in the error, with what went wrong, and without a word that it said', async () => {
    const { odd, signIn } = await givenSignIn();
    await odd.close();
    const error = await errorOf(signIn());
    expect(error).toMatchObject(away);
    expect(String(error)).toContain(`at ${odd.issuer}${METADATA}: connect ECONNREFUSED`);
  });

  it('is waited for as long as the option says, be it for the first byte or the last (O-48)', async () => {
    const { odd, signIn } = await givenSignIn({ timeoutMs: 200 });
    const start = performance.now();
    odd.answers.set(METADATA, (_request, response) => response.write('{'));
    expect(await errorOf(signIn())).toMatchObject(away);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('that answers drop by drop is given up by itself, with its connection (F15, O-48)', async () => {
    const { odd, signIn } = await givenSignIn();
    const given: Promise<unknown>[] = [];
    odd.answers.set(METADATA, (_request, response) => {
      const dripping = setInterval(() => response.write(' '), 20);
      given.push(once(response, 'close').finally(() => clearInterval(dripping)));
    });
    expect(await errorOf(signIn())).toMatchObject(away);
    expect(given).toHaveLength(1);
    await given[0];
  }, 60_000);
});
