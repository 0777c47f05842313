import { describe, expect, it } from '@jest/globals';
import { claims, givenScheme, header } from './fixture/given-issuer.ts';
import { encoded, givenKey, signed } from './fixture/signing-key.ts';

const key = givenKey('ES256');
const fixed = { jwks: { keys: [key.jwk] } };
/** Signed by the issuer: only what the header says can stand against it. */
const withHeader = (changes: Readonly<Record<string, unknown>>, payload: unknown = claims()): string =>
  signed(header(key, changes), payload, key);

describe('the type of a token (RFC 8725 §3.11, RFC 9068 §4, V42)', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/At+Jwt', 'JWT', 'jwt'])('%s is one', async (typ) => {
    expect(await givenScheme(fixed).ask(withHeader({ typ }))).toMatchObject({ kind: 'authenticated' });
  });

  it.each([
    'logout+jwt',
    'dpop+jwt',
    'secevent+jwt',
    'at+jwt ',
    'text/jwt',
    'application/application/jwt',
    '',
    undefined,
    null,
    7,
    ['JWT'],
  ])('%j is none, though the issuer signed it', async (typ) => {
    expect(await givenScheme(fixed).ask(withHeader({ typ }))).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });

  it('can be narrowed, and may be missing where that is configured', async () => {
    const narrow = givenScheme({ ...fixed, types: ['application/AT+jwt'] });
    expect(await narrow.ask(withHeader({}))).toMatchObject({ kind: 'authenticated' });
    expect(await narrow.ask(withHeader({ typ: 'JWT' }))).toMatchObject({ kind: 'rejected' });
    const wide = givenScheme({ ...fixed, types: ['JWT', ''] });
    expect(await wide.ask(withHeader({ typ: undefined }))).toMatchObject({ kind: 'authenticated' });
    expect(await wide.ask(withHeader({ typ: '' }))).toMatchObject({ kind: 'rejected' });
    expect(await wide.ask(withHeader({ typ: 'at+jwt' }))).toMatchObject({ kind: 'rejected' });
  });
});

describe('a header that the issuer signed', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an unknown extension', { crit: ['exp2'], exp2: 1 }],
    ['one without its value', { crit: ['exp2'] }],
    ['an empty list', { crit: [] }],
    ['no list', { crit: 'b64' }],
    ['null', { crit: null }],
    ['an empty name', { crit: [''] }],
    ['a present header', { crit: ['kid'] }],
    ['a registered one', { crit: ['alg', 'typ'] }],
    ['b64 with true', { crit: ['b64'], b64: true }],
    ['b64 with false', { crit: ['b64'], b64: false }],
    ['b64 that is not critical', { b64: false }],
    ['b64 twice', { crit: ['b64', 'b64'], b64: true }],
    ['a name of every object', { crit: ['__proto__', 'constructor'] }],
  ])('may hold nothing critical: %s (T5)', async (_name, changes) => {
    expect(await givenScheme(fixed).ask(withHeader(changes))).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });

  it('does not make unencoded bytes a payload (T5, RFC 7797)', async () => {
    const head = encoded(header(key, { crit: ['b64'], b64: false }));
    expect(await givenScheme(fixed).ask(`${head}.e30.${'A'.repeat(86)}`)).toMatchObject({ kind: 'rejected' });
  });

  it.each(['JWT', 'jwt', 'application/JWT', 7, null])('may announce no token inside: cty %j', async (cty) => {
    expect(await givenScheme(fixed).ask(withHeader({ cty }))).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });

  it('may have a token inside no more than any other payload that is no object', async () => {
    for (const payload of [withHeader({}), '"text"', '[]', 'null', '7', '', '{', '\ufeff[]']) {
      expect(await givenScheme(fixed).ask(withHeader({}, payload))).toMatchObject({ reason: 'invalid' });
    }
  });

  it.each([7, null, ['ES256'], { kid: 'ES256' }, true])('names its key by a string: %j is none', async (kid) => {
    expect(await givenScheme(fixed).ask(withHeader({ kid }))).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });

  it('need not name its key when only one fits, and has to when several do', async () => {
    const token = withHeader({ kid: undefined });
    expect(await givenScheme(fixed).ask(token)).toMatchObject({ kind: 'authenticated' });
    const two = { jwks: { keys: [key.jwk, givenKey('ES256', 'other').jwk] } };
    expect(await givenScheme(two).ask(token)).toMatchObject({ kind: 'rejected', reason: 'invalid' });
  });

  it('begins with its first brace: a mark before it makes it something else', async () => {
    expect(await givenScheme(fixed).ask(signed(`\ufeff${JSON.stringify(header(key))}`, claims(), key))).toEqual({
      kind: 'none',
    });
  });

  it('counts by the last of two members of one name, in the header as in the claims', async () => {
    const [before, after] = ['{"alg":"none","alg":"ES256","typ":"JWT"}', '{"alg":"ES256","alg":"none","typ":"JWT"}'];
    const { ask } = givenScheme(fixed);
    expect(await ask(signed(before, claims(), key))).toMatchObject({ kind: 'authenticated' });
    expect(await ask(signed(after, claims(), key))).toMatchObject({ kind: 'rejected' });
  });
});
