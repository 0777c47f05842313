import { describe, expect, it } from '@jest/globals';
import { AUDIENCE, claims, givenScheme, header, ISSUER, issued, NOW } from './fixture/given-issuer.ts';
import { givenKey, signed } from './fixture/signing-key.ts';

const key = givenKey('ES256');
const fixed = { jwks: { keys: [key.jwk] } };
const invalid = { kind: 'rejected', reason: 'invalid' };

/** Claims with one written as it stands, also as no number of JavaScript's is written. */
function raw(name: string, value: string): string {
  const { [name]: _left, ...rest } = claims();
  return `${JSON.stringify(rest).slice(0, -1)},"${name}":${value}}`;
}

describe('whom a token is for (V42, V47)', () => {
  it.each([
    'other',
    '',
    [],
    ['other'],
    `${AUDIENCE}/`,
    AUDIENCE.toUpperCase(),
    [AUDIENCE, 7],
    [[AUDIENCE]],
    { 0: AUDIENCE },
    7,
    null,
    undefined,
    '*',
  ])('a token of the same issuer for %j is refused as options are by default (T9)', async (aud) => {
    expect(await givenScheme(fixed).ask(issued(key, { aud }))).toMatchObject(invalid);
  });

  it('is one of its audience, which is one of ours', async () => {
    const { ask } = givenScheme({ ...fixed, audience: ['a', AUDIENCE] });
    for (const aud of ['a', AUDIENCE, ['x', 'a'], [AUDIENCE]]) {
      expect(await ask(issued(key, { aud }))).toMatchObject({ kind: 'authenticated' });
    }
  });

  it.each(['https://login.example.com', `${ISSUER}x`, ISSUER.toUpperCase(), '', [ISSUER], null, undefined, 7])(
    'its issuer is compared letter by letter: %j is another',
    async (iss) => {
      expect(await givenScheme(fixed).ask(issued(key, { iss }))).toMatchObject(invalid);
    },
  );

  it.each(['', undefined, null, 7, ['user-1'], {}, 'x'.repeat(256), 'user\u0000', 'user\r\nx'])(
    'its subject is a text of an ordinary length: %j is none',
    async (sub) => {
      expect(await givenScheme(fixed).ask(issued(key, { sub }))).toMatchObject(invalid);
    },
  );

  it('is no bearer token when it is bound to a key of its holder (RFC 7800, RFC 9449)', async () => {
    expect(await givenScheme(fixed).ask(issued(key, { cnf: { jkt: 'x' } }))).toMatchObject(invalid);
  });
});

describe('the times of a token (V42)', () => {
  it.each([
    `"${NOW + 60}"`,
    'null',
    'NaN',
    '1e400',
    '-1e400',
    'Infinity',
    `[${NOW + 60}]`,
    '{}',
    'true',
    `${(NOW + 60) * 1000}`,
    '9007199254740993',
    '1e308',
    '""',
  ])('exp %s is refused (T10)', async (value) => {
    const token = signed(header(key), raw('exp', value), key);
    expect(await givenScheme(fixed).ask(token)).toMatchObject(invalid);
  });

  it.each(['-1', '0', '-9007199254740993', '-0.5', `${NOW - 31}`])('exp %s is over (T10)', async (value) => {
    const token = signed(header(key), raw('exp', value), key);
    expect(await givenScheme(fixed).ask(token)).toMatchObject({ kind: 'rejected', reason: 'expired' });
  });

  it('exp has to be there (T10)', async () => {
    expect(await givenScheme(fixed).ask(issued(key, { exp: undefined }))).toMatchObject(invalid);
  });

  it('exp is a week away at most, unless configured otherwise (T10)', async () => {
    const week = 7 * 86_400;
    const { ask } = givenScheme(fixed);
    expect(await ask(issued(key, { exp: NOW + week }))).toMatchObject({ kind: 'authenticated' });
    expect(await ask(issued(key, { exp: NOW + week + 1 }))).toMatchObject(invalid);
    const short = givenScheme({ ...fixed, maxLifetimeSeconds: 60 });
    expect(await short.ask(issued(key, { exp: NOW + 61 }))).toMatchObject(invalid);
  });

  it.each(['nbf', 'iat'])('%s is a time that has come, when it is there (T10)', async (name) => {
    const { ask } = givenScheme(fixed);
    for (const value of [`${NOW + 31}`, `"${NOW}"`, 'null', '1e400', '-1e400', '[]', `${NOW * 1000}`, 'false']) {
      const outcome = await ask(signed(header(key), raw(name, value), key));
      expect([value, outcome]).toEqual([value, expect.objectContaining(invalid)]);
    }
    for (const value of [`${NOW + 30}`, `${NOW - 0.5}`, '0']) {
      const outcome = await ask(signed(header(key), raw(name, value), key));
      expect([value, outcome]).toEqual([value, expect.objectContaining({ kind: 'authenticated' })]);
    }
    expect(await ask(issued(key, { [name]: undefined }))).toMatchObject({ kind: 'authenticated' });
  });

  it('clocks may differ by as much as is configured, and no more', async () => {
    const exact = givenScheme({ ...fixed, clockSkewSeconds: 0 });
    expect(await exact.ask(issued(key, { nbf: NOW + 1 }))).toMatchObject(invalid);
    expect(await exact.ask(issued(key, { exp: NOW }))).toMatchObject({ reason: 'expired' });
    const wide = givenScheme({ ...fixed, clockSkewSeconds: 300 });
    expect(await wide.ask(issued(key, { nbf: NOW + 300 }))).toMatchObject({ kind: 'authenticated' });
    expect(await wide.ask(issued(key, { exp: NOW - 299 }))).toMatchObject({ kind: 'authenticated' });
    expect(await wide.ask(issued(key, { exp: NOW - 300 }))).toMatchObject({ reason: 'expired' });
  });
});
