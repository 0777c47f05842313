import { createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { confused, crossed, unsigned } from './fixture/corpus/algorithms.ts';
import type { Case } from './fixture/corpus/case.ts';
import { oddJson, unfit } from './fixture/corpus/contents.ts';
import { damaged, encrypted, otherForms } from './fixture/corpus/forms.ts';
import { asPublished, brokenKeys, broughtKeys, namedKeys } from './fixture/corpus/keys.ts';
import { misshapen } from './fixture/corpus/signatures.ts';
import { claims, type GivenScheme, givenIssuer, givenScheme, header, issued, serve } from './fixture/given-issuer.ts';
import { SEED } from './fixture/random.ts';
import { base64url, encoded, givenKey, signed } from './fixture/signing-key.ts';
import { MAX_MS, timeOf } from './fixture/time-of.ts';

const keys = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'].map((alg) => givenKey(alg));
const rsa = keys.slice(0, 1);

/** What was let in, took too long, or threw; answers how many were tried. */
async function assertRefused({ ask }: GivenScheme, cases: Iterable<Case>): Promise<number> {
  const wrong: string[] = [];
  let count = 0;
  for (const [name, token] of cases) {
    count += 1;
    const kinds: string[] = [];
    const took = await timeOf(async () => {
      const outcome = await ask(token).catch((error: unknown) => ({ kind: 'none' as const, thrown: String(error) }));
      kinds.push('thrown' in outcome ? outcome.thrown : outcome.kind);
      return outcome;
    });
    const [kind = ''] = kinds;
    if (kind !== 'none' && kind !== 'rejected') wrong.push(`${name}: ${kind}`);
    if (took >= MAX_MS) wrong.push(`${name}: ${took} ms`);
  }
  expect(wrong).toEqual([]);
  return count;
}

/** The scheme, a listener that nobody is to call, and how often the issuer was. */
async function given(): Promise<{ scheme: GivenScheme; trap: string; visits: () => number; fetches: () => number }> {
  let visits = 0;
  const trap = await serve((_request, response) => {
    visits += 1;
    response.end('{"keys":[]}');
  });
  const issuer = await givenIssuer(...keys);
  const scheme = givenScheme({ jwksUri: issuer.jwksUri });
  for (const key of keys) expect(await scheme.ask(issued(key))).toMatchObject({ kind: 'authenticated' });
  return { scheme, trap, visits: () => visits, fetches: issuer.fetches };
}

describe('corpus 4.7: no token is let in that the issuer did not make for us (V41)', () => {
  it.each<[string, number, (trap: string) => Iterable<Case>]>([
    ['unsigned, alg none in every spelling (T1)', 500, () => unsigned(keys)],
    ['an HMAC by the public key in every serialisation (T1, T2)', 800, () => confused(keys)],
    ['one algorithm as another, keys that do not fit (T1, T3)', 100, () => crossed(keys)],
    ['signatures raw, DER, zero, cut and padded', 300, () => misshapen(keys)],
    ['a kid that is a path, a query, an address, a member, too long (T4, T14)', 500, (trap) => namedKeys(keys, trap)],
    ['a key or an address of one in the header (T4)', 400, (trap) => broughtKeys(keys, trap)],
    ['other forms than three parts', 300, () => otherForms(keys)],
    ['JSON that is deep, doubled, huge or marked', 400, () => oddJson(keys)],
    ['signed, and not for us (T5, T9, T10)', 300, () => unfit(keys)],
    ['JWE and what belongs to it (T12, T13)', 150, () => encrypted(keys)],
    ['damaged by chance', 4_500, () => damaged(keys, 5_000, SEED)],
  ])('%s', async (_name, atLeast, cases) => {
    const { scheme, trap, visits, fetches } = await given();
    expect(await assertRefused(scheme, cases(trap))).toBeGreaterThanOrEqual(atLeast);
    expect(visits()).toBe(0);
    expect(fetches()).toBe(1);
    for (const key of keys) {
      expect(await scheme.ask(issued(key, { jti: 'after' }))).toMatchObject({ kind: 'authenticated' });
    }
  });

  it('keeps to it where typ may be missing, and where issuer and key set give no alg (T2)', async () => {
    const published = keys.map((key) => asPublished(key, {}));
    const scheme = givenScheme({ jwks: { keys: published }, types: ['', 'JWT', 'at+jwt'] });
    expect(await scheme.ask(issued(keys[0] ?? givenKey('RS256')))).toMatchObject({ kind: 'authenticated' });
    await assertRefused(scheme, confused(keys));
    await assertRefused(scheme, unsigned(keys));
    await assertRefused(scheme, misshapen(keys));
  });

  it('lets no algorithm in that is not configured, though the key would do', async () => {
    const [key = givenKey('RS256')] = rsa;
    const scheme = givenScheme({ jwks: { keys: [asPublished(key, {})] }, algorithms: ['PS256'] });
    expect(await scheme.ask(issued(key))).toMatchObject({ kind: 'rejected', reason: 'invalid' });
    const pss = signed(header(key, { alg: 'PS256' }), claims(), key, 'PS256');
    expect(await scheme.ask(pss)).toMatchObject({ kind: 'authenticated' });
  });
});

describe('keys that no issuer should publish', () => {
  it.each([512, 1024, 2047])('RSA of %i bits does not count (T3)', async (bits) => {
    const weak = givenKey('RS256', 'weak', bits);
    const scheme = givenScheme({ jwks: { keys: [weak.jwk] } });
    expect(await scheme.ask(signed(header(weak), claims(), weak))).toMatchObject({
      kind: 'rejected',
      reason: 'invalid',
    });
  });

  it('a curve that is not for JWT does not count (T3)', async () => {
    const odd = givenKey('ES256K', 'odd');
    for (const alg of ['ES256', 'ES256K']) {
      const scheme = givenScheme({ jwks: { keys: [{ ...odd.jwk, alg }] } });
      expect(await scheme.ask(signed(header(odd, { alg }), claims(), odd))).toMatchObject({ reason: 'invalid' });
    }
  });

  it('a key for encrypting, a private and a symmetric one do not count', async () => {
    const issuer = await givenIssuer();
    const [ec, oct] = [givenKey('ES256', 'ec'), randomBytes(32)];
    const published = [
      { ...ec.jwk, use: 'enc' },
      { ...ec.jwk, key_ops: ['encrypt'] },
      { ...ec.jwk, ...ec.privateKey.export({ format: 'jwk' }) },
      { kty: 'oct', k: base64url(oct), kid: 'ec', alg: 'HS256' },
    ];
    for (const jwk of published) {
      issuer.publish(jwk);
      const scheme = givenScheme({ jwksUri: issuer.jwksUri });
      expect(await scheme.ask(issued(ec))).toMatchObject({ kind: 'rejected' });
    }
  });

  it('points that are on no curve are refused in bounded time, and good keys beside them count (T15)', async () => {
    const broken = brokenKeys(300, SEED);
    const [good = givenKey('RS256')] = keys;
    const issuer = await givenIssuer();
    issuer.publish(...broken, good.jwk);
    const scheme = givenScheme({ jwksUri: issuer.jwksUri });
    expect(await scheme.ask(issued(good))).toMatchObject({ kind: 'authenticated' });
    const cases = broken.map(({ kid, crv }): Case => {
      const alg = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[String(crv)] ?? '';
      return [`${kid} of seed ${SEED}`, signed({ alg, kid, typ: 'JWT' }, claims(), givenKey(alg))];
    });
    expect(await assertRefused(scheme, cases)).toBe(300);
  });
});

describe('work that the sender of a token chooses', () => {
  it('is not done: a JWE that unfolds is refused unopened, in little memory and time (T12)', async () => {
    const [key = givenKey('RS256')] = rsa;
    const scheme = givenScheme({ jwks: { keys: [key.jwk] } });
    const secret = randomBytes(32);
    const head = encoded({ alg: 'RSA-OAEP', enc: 'A256GCM', zip: 'DEF', typ: 'JWT', kid: key.jwk['kid'] });
    for (const size of [8_000_000, 100_000_000]) {
      const cipher = createCipheriv('aes-256-gcm', secret, Buffer.alloc(12)).setAAD(Buffer.from(head));
      const text = Buffer.concat([cipher.update(deflateRawSync(Buffer.alloc(size, 0x20))), cipher.final()]);
      const parts = [publicEncrypt(key.publicKey, secret), Buffer.alloc(12), text, cipher.getAuthTag()].map(base64url);
      const token = [head, ...parts].join('.');
      const before = process.memoryUsage.rss();
      const start = performance.now();
      expect(await scheme.ask(token)).not.toMatchObject({ kind: 'authenticated' });
      expect(performance.now() - start).toBeLessThan(5_000);
      expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
    }
  });

  it.each([1e9, 0, -1, 2 ** 53])('is not done: p2c %d holds up nobody (T13)', async (p2c) => {
    const scheme = givenScheme({ jwks: { keys: keys.map(({ jwk }) => jwk) } });
    const head = encoded({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c, p2s: 'c2FsdHNhbHQ', typ: 'JWT' });
    const token = `${head}.AAAA.AAAA.AAAA.AAAA`;
    const others = (): Promise<unknown> => new Promise((done) => setImmediate(done));
    const took = await timeOf(async () => (await Promise.all([scheme.ask(token), others()]))[0]);
    expect(took).toBeLessThan(MAX_MS);
    expect(await scheme.ask(token)).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });
});
