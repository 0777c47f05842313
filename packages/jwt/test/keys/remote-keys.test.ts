import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { claims, givenIssuer, givenScheme, header, issued, REQUEST, serve } from '../fixture/given-issuer.ts';
import { givenKey, signed } from '../fixture/signing-key.ts';
import { timeOf } from '../fixture/time-of.ts';

const old = givenKey('ES256', 'old');
const next = givenKey('ES256', 'next');
const good = { kind: 'authenticated' };
const invalid = { kind: 'rejected', reason: 'invalid' };

const unknownKid = (): string => signed(header(next, { kid: randomBytes(8).toString('hex') }), claims(), next);

/** The error that it rejects with. */
async function errorOf(outcome: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await outcome };
  } catch (error) {
    return error;
  }
}

const unavailable = expect.objectContaining({ code: 'jwt/keys-unavailable' });

describe('keys of the issuer', () => {
  it('are fetched when first needed, once for all that wait, and asked for as JSON', async () => {
    const issuer = await givenIssuer(old);
    const asked: (string | undefined)[] = [];
    issuer.answer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.accept} ${request.headers.authorization}`);
      setTimeout(() => response.end(JSON.stringify({ keys: [old.jwk] })), 50);
    });
    const { ask } = givenScheme({ jwksUri: issuer.jwksUri });
    expect(issuer.fetches()).toBe(0);
    const tokens = Array.from({ length: 50 }, (_, index) => issued(old, { sub: `user-${index}` }));
    for (const outcome of await Promise.all(tokens.map(ask))) expect(outcome).toMatchObject(good);
    expect(asked).toEqual(['GET /jwks application/jwk-set+json, application/json undefined']);
  });

  it('are fetched again for a new one, so that tokens of both are good while they are exchanged', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    expect(await ask(issued(old))).toMatchObject(good);
    issuer.publish(old.jwk, next.jwk);
    advance(30);
    expect(await ask(issued(next))).toMatchObject(good);
    expect(await ask(issued(old, { sub: 'user-2' }))).toMatchObject(good);
    expect(issuer.fetches()).toBe(2);
  });

  it('no longer count when they were withdrawn, ten minutes later at the latest', async () => {
    const issuer = await givenIssuer(old, next);
    const { ask, scheme, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    await ask(issued(next));
    issuer.publish(next.jwk);
    advance(599);
    const token = issued(old);
    expect(await ask(token)).toMatchObject(good);
    expect(scheme.recall?.({ bearer: token }, REQUEST)).toMatchObject(good);
    advance(1);
    expect(scheme.recall?.({ bearer: token }, REQUEST)).toBeNull();
    expect(await ask(token)).toMatchObject(invalid);
    expect(issuer.fetches()).toBe(2);
  });

  it('are fetched twice at most for a thousand tokens that name a key of their own', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    await ask(issued(old));
    advance(30);
    const outcomes = await Promise.all(Array.from({ length: 500 }, () => ask(unknownKid())));
    for (let count = 0; count < 500; count += 1) outcomes.push(await ask(unknownKid()));
    for (const outcome of outcomes) expect(outcome).toMatchObject(invalid);
    expect(issuer.fetches()).toBe(2);
    advance(29);
    await ask(unknownKid());
    expect(issuer.fetches()).toBe(2);
    advance(1);
    await ask(unknownKid());
    expect(issuer.fetches()).toBe(3);
  });

  it('are not asked for by a kid that is no name', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    await ask(issued(old));
    advance(30);
    for (const kid of [null, 7, [], ['old'], { kid: 'old' }]) {
      expect(await ask(signed(header(old, { kid }), claims(), old))).toMatchObject(invalid);
    }
    expect(issuer.fetches()).toBe(1);
  });

  it('of a set with ten thousand of them are found', async () => {
    const issuer = await givenIssuer();
    const { kid: _kid, alg: _alg, use: _use, ...short } = givenKey('EdDSA').jwk;
    const many = Array.from({ length: 9_999 }, (_, index) => ({ ...short, kid: String(index) }));
    issuer.publish(...many, old.jwk);
    const { ask } = givenScheme({ jwksUri: issuer.jwksUri });
    expect(await ask(issued(old))).toMatchObject(good);
    const tokens = [unknownKid(), signed({ alg: 'EdDSA', typ: 'JWT' }, claims(), givenKey('EdDSA'))];
    for (const token of tokens) {
      expect(await ask(token)).toMatchObject(invalid);
      expect(await timeOf(() => ask(token))).toBeLessThan(50);
    }
  });
});

describe('when keys cannot be had', () => {
  const keys = JSON.stringify({ keys: [old.jwk] });

  it.each<[string, (status: (code: number) => { end(body?: string | Buffer): unknown }) => void]>([
    ['an error', (status) => status(500).end(keys)],
    ['not found', (status) => status(404).end(keys)],
    ['no content', (status) => status(204).end()],
    ['a page', (status) => status(200).end('<html></html>')],
    ['nothing', (status) => status(200).end()],
    ['another object', (status) => status(200).end('{}')],
    ['keys that are no list', (status) => status(200).end('{"keys":{"0":{}}}')],
    ['keys that are no objects', (status) => status(200).end('{"keys":["x"]}')],
    ['a list', (status) => status(200).end(`[${keys}]`)],
    ['null', (status) => status(200).end('null')],
    ['broken text', (status) => status(200).end(Buffer.from([0x7b, 0xff, 0x7d]))],
  ])('since the answer is %s, nobody is refused: it rejects, and core answers 503', async (_what, answer) => {
    const issuer = await givenIssuer();
    issuer.answer((_request, response) => answer((code) => response.writeHead(code)));
    const error = await errorOf(givenScheme({ jwksUri: issuer.jwksUri }).ask(issued(old)));
    expect(isAuthError(error)).toBe(true);
    expect(error).toEqual(unavailable);
    expect((error as Error).message).toContain(`from ${issuer.jwksUri}: `);
  });

  it('since nobody listens there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const jwksUri = `http://127.0.0.1:${port}/jwks?secret=s`;
    const error = await errorOf(givenScheme({ jwksUri }).ask(issued(old)));
    expect(error).toEqual(unavailable);
    expect((error as Error).message).toContain('ECONNREFUSED');
    expect((error as Error).message).not.toContain('secret');
  });

  it('since the address leads elsewhere, which is not followed', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end(keys);
    });
    const issuer = await givenIssuer();
    for (const status of [301, 302, 303, 307, 308]) {
      issuer.answer((_request, response) => response.writeHead(status, { location: elsewhere }).end());
      expect(await errorOf(givenScheme({ jwksUri: issuer.jwksUri }).ask(issued(old)))).toEqual(unavailable);
    }
    expect(visits).toBe(0);
  });

  it('since the answer is larger than a megabyte, also when it was packed small', async () => {
    const large = JSON.stringify({ keys: [old.jwk], more: 'x'.repeat(1_000_000) });
    const issuer = await givenIssuer();
    issuer.answer((_request, response) => response.end(large));
    expect(await errorOf(givenScheme({ jwksUri: issuer.jwksUri }).ask(issued(old)))).toEqual(unavailable);
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20));
    issuer.answer((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const before = process.memoryUsage.rss();
    expect(await errorOf(givenScheme({ jwksUri: issuer.jwksUri }).ask(issued(old)))).toEqual(unavailable);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });

  it('since the answer takes longer than five seconds, be it to begin or to end', async () => {
    const silent = await givenIssuer();
    silent.answer(() => undefined);
    const slow = await givenIssuer();
    slow.answer((_request, response) => response.write('{"keys":['));
    const start = performance.now();
    const errors = await Promise.all(
      [silent, slow].map(({ jwksUri }) => errorOf(givenScheme({ jwksUri }).ask(issued(old)))),
    );
    expect(errors).toEqual([unavailable, unavailable]);
    expect(performance.now() - start).toBeGreaterThan(4_900);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  it('they are asked for again after two seconds, not with every request', async () => {
    const issuer = await givenIssuer();
    issuer.answer((_request, response) => response.writeHead(500).end());
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    for (let count = 0; count < 5; count += 1) expect(await errorOf(ask(issued(old)))).toEqual(unavailable);
    expect(issuer.fetches()).toBe(1);
    issuer.publish(old.jwk);
    advance(2);
    expect(await ask(issued(old))).toMatchObject(good);
    expect(issuer.fetches()).toBe(2);
  });

  it('those that are known count for an hour, and the issuer is asked once in thirty seconds', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    await ask(issued(old));
    issuer.answer((_request, response) => response.writeHead(503).end());
    advance(600);
    for (let count = 0; count < 5; count += 1) {
      expect(await ask(issued(old, { jti: `a${count}` }))).toMatchObject(good);
    }
    expect(issuer.fetches()).toBe(2);
    advance(2_999);
    const token = issued(old, { jti: 'b', exp: (claims()['exp'] as number) + 600 });
    expect(await ask(token)).toMatchObject(good);
    advance(1);
    expect(await errorOf(ask(token))).toEqual(unavailable);
    issuer.publish(old.jwk);
    advance(2);
    expect(await ask(token)).toMatchObject(good);
  });

  it('a token of an unknown key is not refused: it may be a new one', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri });
    await ask(issued(old));
    issuer.answer((_request, response) => response.writeHead(503).end());
    advance(30);
    for (let count = 0; count < 5; count += 1) expect(await errorOf(ask(unknownKid()))).toEqual(unavailable);
    expect(await ask(issued(old, { jti: 'a' }))).toMatchObject(good);
    expect(issuer.fetches()).toBe(2);
    issuer.publish(old.jwk, next.jwk);
    advance(30);
    expect(await ask(issued(next))).toMatchObject(good);
    expect(await ask(unknownKid())).toMatchObject(invalid);
  });

  it('a clock that is set back does not keep old ones', async () => {
    const issuer = await givenIssuer(old);
    const { ask, advance } = givenScheme({ jwksUri: issuer.jwksUri, clockSkewSeconds: 300 });
    await ask(issued(old));
    issuer.publish(next.jwk);
    advance(-120);
    expect(await ask(issued(old, { jti: 'a' }))).toMatchObject(invalid);
  });
});
