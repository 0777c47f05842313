import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainPathEnd, readTarget } from '../../src/request/request-target.ts';
import { runs } from '../fixture/random.ts';

const LETTER = fc.constantFrom(..."abzAZ09-_~!$&'()*+,=:@[]".split(''));
const PLAIN_SEGMENT = fc
  .tuple(LETTER, fc.string({ unit: fc.oneof(LETTER, fc.constant('.')), maxLength: 8 }))
  .map(([first, rest]) => first + rest);
const PLAIN_PATH = fc
  .tuple(fc.array(PLAIN_SEGMENT, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '/'))
  .map(([segments, end]) => `/${segments.join('/')}${end}`);

/** Pieces of which odd paths are made: what some server decodes, collapses, cuts off or takes for a slash. */
const PIECES = [
  'a',
  'b',
  'assets',
  '/',
  '/',
  '//',
  '.',
  '..',
  '/./',
  '/../',
  '\\',
  ';',
  ';x=1',
  '+',
  '%2e',
  '%2E',
  '%2f',
  '%2F',
  '%5c',
  '%3b',
  '%3f',
  '%23',
  '%25',
  '%252e',
  '%252f',
  '%255c',
  '%253b',
  '%61',
  '%20',
  '%c3%a9',
  '%c0%ae',
  '%ff',
  '\u00e9',
];
const ODD_PATH = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
  .map((pieces) => `/${pieces.join('')}`);

describe('a plain target', () => {
  it('has one reading, the path itself (P19)', () => {
    fc.assert(
      fc.property(PLAIN_PATH, fc.constantFrom('', '?', '?a=b', '?x=/../y;z', '?a?b//c'), (path, query) => {
        expect(plainPathEnd(path + query)).toBe(path.length);
        expect(readTarget(path + query, undefined)).toEqual({
          path,
          query: query.slice(1),
          readings: [path],
          ambiguous: false,
        });
      }),
      runs(2000),
    );
  });

  it('is what every server reads alike, whatever target is asked about (P19)', () => {
    fc.assert(
      fc.property(ODD_PATH, (path) => {
        if (plainPathEnd(path) !== -1) expect([...structures(path)]).toHaveLength(1);
      }),
      runs(5000),
    );
  });

  it.each([
    ['no leading slash', 'reports'],
    ['an empty segment', '/a//b'],
    ['an empty segment at the start', '//a'],
    ['a dot segment', '/a/./b'],
    ['a double dot segment', '/a/..'],
    ['a name that starts with a dot, which has to be looked at', '/.well-known/x'],
    ['a percent sign', '/a%20b'],
    ['a backslash', '/a\\b'],
    ['a parameter', '/a;b'],
    ['a fragment', '/a#b'],
    ['a fragment in the query', '/a?b#c'],
    ['a control character', '/a\u0001'],
    ['a control character in the query', '/a?\u0000'],
    ['DEL', '/a\u007f'],
    ['a space', '/a b'],
    ['a byte above ASCII', '/\u00e9'],
    ['a quotation mark', '/"'],
    ['nothing at all', ''],
  ])('has not %s', (_what, target) => {
    expect(plainPathEnd(target)).toBe(-1);
  });
});

describe('a target that is not plain', () => {
  it('is among its own readings, and so is what each server makes of it (P6, P7, P11, P14)', () => {
    fc.assert(
      fc.property(ODD_PATH, (path) => {
        const target = readTarget(path, undefined);
        if (target === null) return;
        // Escapes are the same in either case (RFC 3986 §6.2.2.1).
        const upper = path.replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase());
        expect(target.path).toBe(upper);
        expect(target.readings).toContain(upper);
        if (/%[c-f]/i.test(path)) return;
        const known = new Set(target.readings.map(withoutEnd));
        for (const habit of HABITS) {
          const seen = attempt(() => habit(upper));
          if (seen !== null) expect([path, seen, known.has(withoutEnd(seen))]).toEqual([path, seen, true]);
        }
      }),
      runs(2000),
    );
  });

  it('is ambiguous, or refused, whenever two habits of servers see different segments in it (P6, P7, P11, P14, P16)', () => {
    fc.assert(
      fc.property(ODD_PATH, (path) => {
        const target = readTarget(path, undefined);
        if (structures(path).size > 1) expect(target === null || target.ambiguous).toBe(true);
      }),
      runs(4000),
    );
  });

  it('is ambiguous at every depth of encoding of a separator or a dot segment (P16)', () => {
    for (const sign of ['/', '\\', ';', '..', '.', '?', '#', '%']) {
      for (let depth = 1; depth <= 5; depth += 1) {
        let escaped = [...sign].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');
        for (let i = 1; i < depth; i += 1) escaped = escaped.replaceAll('%', '%25');
        for (const form of [escaped, escaped.toUpperCase()]) {
          const target = readTarget(`/assets/${form}/x`, undefined);
          expect([sign, depth, target?.ambiguous]).toEqual([sign, depth, true]);
        }
      }
    }
  });

  it('is refused with an encoded NUL, at any depth that is decoded, and ambiguous beyond (P16, corpus 4.2)', () => {
    expect(readTarget('/a%00b', undefined)).toBeNull();
    for (const escaped of ['%2500', '%252500', '%25252500'])
      expect(readTarget(`/a${escaped}b`, undefined)?.ambiguous).toBe(true);
  });

  it('has the readings that its servers make of it', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['/pub/%2e%2e/priv', ['/pub/../priv', '/priv']],
      ['/pub/%252e%252e/priv', ['/pub/%2e%2e/priv', '/pub/../priv', '/priv']],
      ['/pub/..%2fpriv', ['/pub/../priv', '/priv']],
      ['/pub/..\\priv', ['/pub/../priv', '/priv']],
      ['/pub/..;x=1/priv', ['/pub/../priv', '/priv', '/pub/..']],
      ['//priv/x', ['/priv/x']],
      ['/pub;/../priv', ['/pub/../priv', '/priv', '/pub']],
      ['/pub//../priv', ['/pub/priv', '/priv']],
      ['/priv%3fx', ['/priv?x', '/priv']],
      ['/priv%23x', ['/priv']],
    ];
    for (const [path, expected] of cases)
      expect([path, readTarget(path, undefined)?.readings]).toEqual([path, expect.arrayContaining([...expected])]);
  });

  it('is not ambiguous for an escape that has no meaning of its own', () => {
    for (const path of [
      '/a%20b',
      '/%61bc',
      '/caf%C3%A9',
      '/caf%c3%a9',
      '/a%7Eb',
      '/.well-known/x',
      '/a/.hidden',
      '/a..b',
      '/...',
    ]) {
      expect([path, readTarget(path, undefined)?.ambiguous]).toEqual([path, false]);
    }
  });

  it.each([
    ['a control character', '/a\u0000b'],
    ['a line break', '/a\r\nb'],
    ['a space', '/a b'],
    ['a fragment (P2)', '/secret#/status'],
    ['a lone percent sign', '/a%'],
    ['a half escape', '/a%2'],
    ['an escape of other letters', '/a%zz'],
    ['no leading slash', 'a/b'],
    ['nothing', ''],
    ['another scheme', 'ftp://own.example/a'],
    ['an authority alone', 'own.example:80'],
    ['more odd characters than anybody needs', `/${'%2e'.repeat(1000)}`],
  ])('is refused with %s', (_what, target) => {
    expect(readTarget(target, 'own.example')).toBeNull();
  });

  it('leaves a percent sign in the query to the app, as it does for a plain path', () => {
    expect(plainPathEnd('/plain?discount=100%')).toBe(6);
    expect(readTarget('/caf%C3%A9?discount=100%', undefined)).toMatchObject({
      path: '/caf%C3%A9',
      query: 'discount=100%',
    });
  });

  it('may be long as long as servers agree on it', () => {
    const path = `/caf%C3%A9/${'x'.repeat(8000)}`;
    expect(readTarget(path, undefined)).toMatchObject({ path, ambiguous: false });
  });
});

describe('absolute form', () => {
  it('is read when it names the host of the request, in any case (RFC 9112 §3.2.2)', () => {
    expect(readTarget('http://own.example/a?b', 'own.example')).toMatchObject({ path: '/a', query: 'b' });
    expect(readTarget('HTTP://OWN.example/a', 'own.EXAMPLE')).toMatchObject({ path: '/a' });
    expect(readTarget('http://own.example', 'own.example')).toMatchObject({ path: '/' });
    expect(readTarget('http://own.example?x', 'own.example')).toMatchObject({ path: '/', query: 'x' });
  });

  it.each([
    ['another host', 'http://evil.example/a'],
    ['another port', 'http://own.example:81/a'],
    ['user information', 'http://x@own.example/a'],
    ['user information that ends like our host', 'http://evil.example@own.example/a'],
    ['our host as user information', 'http://own.example@evil.example/a'],
    ['a backslash after our host', 'http://own.example\\@evil.example/a'],
    ['our host as the name of a user, and a path that looks like one of ours', 'http://own.example@vite/secret'],
    ['no host', 'http:///a'],
    ['one slash', 'http:/own.example/a'],
  ])('is refused with %s (P2, X9)', (_what, target) => {
    expect(readTarget(target, 'own.example')).toBeNull();
  });

  it('is refused without a Host header', () => {
    expect(readTarget('http://own.example/a', undefined)).toBeNull();
  });

  it('of a dot segment is as ambiguous as without the host', () => {
    expect(readTarget('http://own.example/pub/../priv', 'own.example')).toMatchObject({
      path: '/pub/../priv',
      ambiguous: true,
    });
  });
});

/** What servers do to a path, one habit each. */
const HABITS: readonly ((path: string) => string)[] = [
  (path) => path,
  decodeURIComponent,
  (path) => decodeURIComponent(decodeURIComponent(path)),
  posix.normalize,
  (path) => path.replace(/\/+/g, '/'),
  (path) => path.replace(/;[^/]*/g, ''),
  (path) => path.replaceAll('\\', '/'),
];

/** The segments that each pair of habits sees: an independent reading of the rule. */
function structures(path: string): ReadonlySet<string> {
  const seen = HABITS.flatMap((first) => HABITS.map((second) => attempt(() => second(first(path)))));
  return new Set(seen.filter((read) => read !== null).map((read) => read.split('/').map(decodeFully).join('\n')));
}

function decodeFully(segment: string): string {
  const decoded = attempt(() => decodeURIComponent(segment));
  return decoded === null || decoded === segment ? segment : decodeFully(decoded);
}

/** `null` where a server would answer 400. */
function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Servers differ in the slash that a trailing dot segment leaves; no rule hangs on it. */
function withoutEnd(path: string): string {
  return path.replace(/\/+$/, '');
}
