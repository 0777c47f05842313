/**
 * Corpus 4.6: what is read out of an Authorization header and a query.
 */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_CREDENTIAL_LENGTH, readAuthorization, wellFormed } from '../../src/request/authorization.ts';
import { createCredentialReader, type PresentedCredentials } from '../../src/request/presented.ts';
import { givenCore, headerOf, now, outcomeOf, TOKEN } from '../fixture/given-core.ts';
import { type Random, runs, seeded } from '../fixture/random.ts';
import { viewOf } from '../fixture/view.ts';

const base64 = (text: string | Uint8Array): string => Buffer.from(text as string).toString('base64');

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
const CONTROL = /[\x00-\x1f\x7f]/;
const CREDENTIAL_TEXT = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      fc.constantFrom('a', ' ', ':', 'é', 'e\u0301', '\ufeff', '\u00a0', '𝄞', '\u200f', '\u0085'),
    ),
    maxLength: 60,
  })
  .filter((text) => Buffer.from(text).toString() === text && !CONTROL.test(text));

/** `null` when the header is malformed. */
function credentialsIn(header: string): PresentedCredentials | null {
  const read = readAuthorization(header);
  return read === null ? null : wellFormed(read);
}

function basicIn(header: string): PresentedCredentials['basic'] | null {
  const credentials = credentialsIn(header);
  return credentials === null ? null : credentials.basic;
}

describe('Basic', () => {
  it('gives back any name without colon and any password, in any script (property 27, RFC 7617 §2)', () => {
    fc.assert(
      fc.property(
        CREDENTIAL_TEXT.map((text) => text.replaceAll(':', '')),
        CREDENTIAL_TEXT,
        fc.constantFrom('Basic ', 'basic ', 'BASIC  '),
        (name, password, scheme) => {
          expect(basicIn(scheme + base64(`${name}:${password}`))).toEqual({ name, password });
        },
      ),
      runs(3000),
    );
  });

  it.each([
    ['nothing after it', 'Basic'],
    ['a space after it', 'Basic '],
    ['no base64', 'Basic %%%%'],
    ['the alphabet of URLs', `Basic ${Buffer.from('a:\u{10ffff}~~~???').toString('base64url')}-_`],
    ['missing padding', 'Basic YTpi=='],
    ['padding left out', `Basic ${base64('ab:c').replace(/=+$/, '')}`],
    ['too much padding', `Basic ${base64('abc:de')}=`],
    ['padding in the middle', 'Basic YQ==YTpi'],
    ['a line break inside', 'Basic YTpi\r\nYTpi'],
    ['a space inside', 'Basic YTpi YTpi'],
    ['a second value after a comma', `Basic ${base64('a:b')}, Basic ${base64('c:d')}`],
    ['an auth-param', `Basic ${base64('a:b')}; charset=utf-8`],
    ['no colon', `Basic ${base64('ada')}`],
    ['NUL in the name', `Basic ${base64('a\0:b')}`],
    ['NUL in the password', `Basic ${base64('a:b\0')}`],
    ['a line break in the password', `Basic ${base64('a:b\r\nc')}`],
    ['DEL in the name', `Basic ${base64('a\u007f:b')}`],
    ['Latin-1 bytes', `Basic ${base64(Buffer.from('münchen:x', 'latin1'))}`],
    ['an overlong sequence', `Basic ${base64(Buffer.from([0xc0, 0xba, 0x3a, 0x61]))}`],
    ['half of a surrogate pair', `Basic ${base64(Buffer.from([0xed, 0xa0, 0x80, 0x3a, 0x61]))}`],
    ['more than anybody needs', `Basic ${base64(`a:${'x'.repeat(MAX_CREDENTIAL_LENGTH)}`)}`],
  ])('with %s is malformed (A48, A101, L22)', (_what, header) => {
    expect(basicIn(header)).toBeNull();
  });

  it('is split at the first colon, and name or password may be empty', () => {
    expect(basicIn(`Basic ${base64('a:b:c')}`)).toEqual({ name: 'a', password: 'b:c' });
    expect(basicIn(`Basic ${base64(':x')}`)).toEqual({ name: '', password: 'x' });
    expect(basicIn(`Basic ${base64('a:')}`)).toEqual({ name: 'a', password: '' });
  });
});

describe('Bearer', () => {
  it.each(['abc', 'a.b.c', 'a/b+c==', '~!#$%&\'()*-:;<=>?@[]^_`{|}"\\', 'x'.repeat(MAX_CREDENTIAL_LENGTH)])(
    'takes %.20s',
    (token) => {
      expect(credentialsIn(`Bearer ${token}`)).toEqual({ bearer: token });
      expect(credentialsIn(`bEaReR   ${token}`)).toEqual({ bearer: token });
    },
  );

  it.each([
    ['nothing after it', 'Bearer'],
    ['spaces after it', 'Bearer    '],
    ['two tokens', 'Bearer a b'],
    ['two tokens in a list', 'Bearer a,b'],
    ['a list of schemes', `Bearer a, Basic ${base64('a:b')}`],
    ['a tab inside', 'Bearer a\tb'],
    ['a byte above ASCII', 'Bearer \u00e9'],
    ['NUL', 'Bearer a\0'],
    ['more than anybody needs', `Bearer ${'x'.repeat(MAX_CREDENTIAL_LENGTH + 1)}`],
    ['a hundred thousand bytes', `Bearer ${'x'.repeat(100_000)}`],
  ])('with %s is malformed (A49, A101, L22)', (_what, header) => {
    expect(credentialsIn(header)).toBeNull();
  });

  it('takes no byte around the token for a space but the space', () => {
    for (const around of ['\u00a0', '\u000b', '\ufeff', '\u2003'])
      expect(credentialsIn(`Bearer ${around}abc${around}`)).toBeNull();
  });
});

describe('another scheme', () => {
  it.each([
    'Digest username="a"',
    'Negotiate YII=',
    'Token abc',
    'ApiKey abc',
    'Basic\tYTpi',
    'Bearer\tabc',
    'bearerabc',
    'x',
    '',
    ' Bearer abc',
    '__proto__ x',
    'Proxy-Authorization: x',
  ])('is known as such and holds nothing of ours: %j', (header) => {
    const read = readAuthorization(header);
    expect(read).not.toHaveProperty('bearer');
    expect(read).not.toHaveProperty('encodedBasic');
    expect(read).toHaveProperty('otherScheme');
  });
});

describe('what a request presents', () => {
  const read = (headers: readonly string[] | undefined, query: string, ignored = false) =>
    createCredentialReader([]).read(viewOf('/', { headers: { authorization: headers } }), query, ignored);

  it('is nothing where nothing came', () => {
    expect(read(undefined, 'a=b')).toEqual({ kind: 'none' });
    expect(read(undefined, 'my_access_token=x&x=access_token')).toEqual({ kind: 'none' });
  });

  it('is both places, for the scheme to compare (A99)', () => {
    expect(read(['Bearer abc'], 'access_token=def')).toEqual({
      kind: 'read',
      credentials: { bearer: 'abc', query: 'def' },
    });
    expect(read(['Bearer abc'], 'access_token=def', true)).toEqual({ kind: 'read', credentials: { query: 'def' } });
  });

  it('conflicts when one place holds two different ones, whichever stands first (A99, A101)', () => {
    for (const lines of [
      ['Bearer a', 'Bearer b'],
      ['Bearer a', `Basic ${base64('x:a')}`],
      ['Bearer a', 'Bearer a', 'Bearer b'],
      ['Bearer a', ''],
    ]) {
      expect([lines, read(lines, '').kind]).toEqual([lines, 'conflicting']);
      expect(read([...lines].reverse(), '').kind).toBe('conflicting');
    }
    expect(read(undefined, 'access_token=a&access_token=b').kind).toBe('conflicting');
    expect(read(undefined, 'access_token=a&access_token=').kind).toBe('conflicting');
    expect(read(undefined, 'access_token=a&access%5Ftoken=b').kind).toBe('conflicting');
  });

  it('is read once when the same stands twice', () => {
    expect(read(['Bearer a', 'Bearer a'], '')).toEqual({ kind: 'read', credentials: { bearer: 'a' } });
    expect(read(undefined, 'access_token=a&access_token=%61')).toEqual({ kind: 'read', credentials: { query: 'a' } });
  });

  it('is malformed with a control character in the query, or without end (A101)', () => {
    for (const value of ['%00', 'a%0d%0ab', '%7f', 'x'.repeat(MAX_CREDENTIAL_LENGTH + 1)])
      expect(read(undefined, `access_token=${value}`).kind).toBe('malformed');
  });
});

describe('the corpus of headers', () => {
  it('opens for the right token in its standard forms alone, and is 400 or 401 otherwise, never an error (A48, A49, A99, A101, corpus 4.6)', () => {
    const random = seeded(21);
    const wrong: unknown[] = [];
    let opened = 0;
    let given = givenCore();
    for (let i = 0; i < 20_000; i += 1) {
      const lines = Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => hostileHeader(random));
      // A core that has seen nothing yet: guesses are counted, and that is another test.
      if (i % 15 === 0) given = givenCore();
      const decision = now(given.core.begin(viewOf('/reports', { headers: { authorization: lines } })));
      const expected: readonly unknown[] = opens(lines) ? ['continue'] : [400, 401];
      if (!expected.includes(outcomeOf(decision)))
        wrong.push({ seed: random.seed, lines, outcome: outcomeOf(decision) });
      if (decision.kind === 'continue') opened += 1;
      if (outcomeOf(decision) === 401 && headerOf(decision, 'www-authenticate') === undefined)
        wrong.push({ lines, what: 'no challenge' });
      if (JSON.stringify(given.events.at(-1) ?? '').includes('guess'))
        wrong.push({ lines, what: 'a guess was reported' });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(opened).toBeGreaterThan(300);
  });
});

/** By hand: one header, or the same twice; Bearer with the token, or Basic whose password it is. */
function opens(lines: readonly string[]): boolean {
  if (new Set(lines).size !== 1) return false;
  const [, scheme = '', value = ''] = /^(bearer|basic) [ \t]*([^ \t]+)[ \t]*$/i.exec(lines[0] ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value === TOKEN;
  if (scheme === '' || base64(Buffer.from(value, 'base64')) !== value) return false;
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  const [name = ''] = text.split(':', 1);
  return !CONTROL.test(text) && Buffer.from(text).equals(bytes) && text === `${name}:${TOKEN}`;
}

const SCHEMES = [
  'Bearer',
  'Bearer',
  'Bearer',
  'bearer',
  'BEARER',
  'Basic',
  'Basic',
  'Basic',
  'basic',
  'Digest',
  'Token',
  '',
  'Bearer:',
  'Basic=',
  'Proxy-Authorization:',
  '__proto__',
];
const GAPS = [' ', ' ', ' ', ' ', '  ', '\t', '', ' \t', '\u00a0', '=', ',', ': '];
const PASSWORDS = [
  TOKEN,
  TOKEN,
  TOKEN,
  `${TOKEN} `,
  ` ${TOKEN}`,
  `${TOKEN}\0`,
  `\0${TOKEN}`,
  TOKEN.slice(1),
  TOKEN.slice(0, -1),
  TOKEN.toUpperCase(),
  `x:${TOKEN}`,
  '',
  'guess',
  `"${TOKEN}"`,
  `${TOKEN}\u0301`,
  'guess\u0000',
  '%E0%A4%A',
];
const USERS = [
  '',
  'ada',
  'a b',
  'é',
  'e\u0301',
  '\ufeffada',
  '\0',
  '\u0085',
  '__proto__',
  '\u202eada',
  'x'.repeat(300),
  '\ud800',
];

function hostileHeader(random: Random): string {
  const scheme = random.pick(SCHEMES);
  const password = random.pick(PASSWORDS);
  const plain = random.chance(0.7) ? /^basic/i.test(scheme) === false : random.chance(0.5);
  let value = plain
    ? password
    : base64(`${random.pick(USERS)}${random.pick([':', ':', ':', ':', '', '::', '\0:', '\n'])}${password}`);
  if (!plain && random.chance(0.1)) value = Buffer.from(`münchen:${password}`, 'latin1').toString('base64');
  if (random.chance(0.25)) {
    const at = random.int(value.length + 1);
    value =
      value.slice(0, at) +
      random.pick(['=', ' ', ',', '%', '-', '_', '\t', '\r\n', '\u0000', '\u00e9', '"', 'A', ';']) +
      value.slice(at + random.int(2));
  }
  return scheme + random.pick(GAPS) + value + random.pick(['', '', '', '', ' ', '\t', ', Bearer guess', '; x=y', '=']);
}
