import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { errorOf, givenSignIn } from './fixture/given-sign-in.ts';
import { json } from './fixture/odd-provider.ts';
import { givenKey } from './fixture/signing-key.ts';

const next = givenKey('RS256', 'next');
const refusal = { code: 'oidc/answer-refused' };

describe('keys of the provider', () => {
  it('are fetched from where the metadata say, once for many sign-ins (O-25)', async () => {
    const { odd, identity } = await givenSignIn();
    odd.metadata = { jwks_uri: `${odd.issuer}/elsewhere/keys` };
    odd.answers.set('/elsewhere/keys', json(200, { keys: odd.keys }));
    for (let count = 0; count < 3; count += 1) await identity();
    expect([odd.count('/elsewhere/keys'), odd.count('/jwks')]).toEqual([1, 0]);
  });

  it('that are new count at once, and the code is redeemed once (O-27, O-28)', async () => {
    const { odd, identity } = await givenSignIn();
    await identity();
    odd.key = next;
    odd.keys = [next.jwk];
    expect(await identity()).toMatchObject({ subject: '4711' });
    expect([odd.count('/token'), odd.count('/jwks')]).toEqual([2, 2]);
  });

  it('that are new count for all who come at the same time (O-27)', async () => {
    const { odd, identity } = await givenSignIn();
    await identity();
    odd.key = next;
    odd.keys = [next.jwk];
    const found = await Promise.all(Array.from({ length: 10 }, () => identity()));
    expect(found.map(({ subject }) => subject)).toEqual(Array.from({ length: 10 }, () => '4711'));
    expect(odd.count('/jwks')).toBe(2);
  });

  it('are not fetched for every token that names one of its own (O-28)', async () => {
    const { odd, signIn, advance } = await givenSignIn();
    odd.key = next;
    for (let count = 0; count < 20; count += 1) expect(await errorOf(signIn())).toMatchObject(refusal);
    expect(odd.count('/jwks')).toBe(2);
    advance(30);
    await errorOf(signIn());
    expect(odd.count('/jwks')).toBe(3);
  });

  it('that a cache serves as they were are fetched again after half a minute, and count then (F16, O-27)', async () => {
    const { odd, signIn, identity, advance } = await givenSignIn();
    await identity();
    odd.key = next;
    for (let count = 0; count < 20; count += 1) expect(await errorOf(signIn())).toMatchObject(refusal);
    expect(odd.count('/jwks')).toBe(2);
    odd.keys = [next.jwk];
    advance(30);
    expect(await identity()).toMatchObject({ subject: '4711' });
    expect(odd.count('/jwks')).toBe(3);
  });

  it('are fetched once in half a minute however many tokens name others, and one that is new counts then (F16)', async () => {
    const { odd, signIn, identity, advance } = await givenSignIn();
    await identity();
    odd.key = next;
    for (let seconds = 0; seconds < 240; seconds += 10) {
      const flood = Array.from({ length: 5 }, () => errorOf(signIn()));
      for (const error of await Promise.all(flood)) expect(error).toMatchObject(refusal);
      advance(10);
    }
    // The first ones, and one for each half minute.
    expect(odd.count('/jwks')).toBe(1 + 240 / 30);
    odd.keys = [next.jwk];
    advance(30);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it('that were withdrawn count no more after five minutes', async () => {
    const { odd, identity, signIn, advance } = await givenSignIn();
    await identity();
    odd.keys = [next.jwk];
    advance(299);
    await identity();
    advance(1);
    expect(await errorOf(signIn())).toMatchObject(refusal);
  });

  it('are found among ten thousand, and among what is no key (O-49)', async () => {
    const { odd, identity } = await givenSignIn();
    const { n, e } = next.jwk;
    const many = Array.from({ length: 2_000 }, (_, index) => ({ kty: 'RSA', kid: `k${index}`, n, e }));
    odd.keys = [{}, { kty: 'oct', k: 'AA', kid: 'RS256' }, { kty: 'new', kid: 'RS256' }, ...many, odd.key.jwk];
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it.each<[string, (odd: { readonly keys: readonly object[] }) => RequestListener]>([
    ['two of one name', ({ keys }) => json(200, { keys: [...keys, { ...next.jwk, kid: 'RS256' }] })],
    ['for encryption alone', ({ keys }) => json(200, { keys: keys.map((key) => ({ ...key, use: 'enc' })) })],
    ['broken', () => json(200, { keys: [{ kty: 'RSA', kid: 'RS256', n: 'AA', e: 'AQAB' }] })],
    ['no objects', () => json(200, { keys: ['RS256', null] })],
    ['no list', () => json(200, { keys: {} })],
    ['a page', () => (_request, response) => response.setHeader('content-type', 'text/html').end('<html>')],
    ['not found', () => json(404, {})],
    ['more than a megabyte', ({ keys }) => json(200, { keys, more: 'x'.repeat(1_000_000) })],
    ['elsewhere', () => (_request, response) => response.writeHead(302, { location: '/jwks2' }).end()],
  ])('that are %s sign nobody in, and are asked for again (O-49)', async (_what, answer) => {
    const { odd, signIn, identity, advance } = await givenSignIn();
    odd.answers.set('/jwks', answer(odd));
    expect(await errorOf(signIn())).toMatchObject(refusal);
    odd.answers.delete('/jwks');
    advance(300);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });
});
