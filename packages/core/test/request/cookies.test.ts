/**
 * Corpus 4.4: one cookie is read out of a hostile header.
 */

import { describe, expect, it } from '@jest/globals';
import { DOUBLED, readCookie } from '../../src/request/cookies.ts';
import { COOKIE, givenCore, headerOf, now, outcomeOf } from '../fixture/given-core.ts';
import { type Random, seeded } from '../fixture/random.ts';
import { viewOf } from '../fixture/view.ts';

describe('readCookie', () => {
  it('agrees with a parser that splits the whole header (corpus 4.4)', () => {
    const random = seeded(11);
    const different: unknown[] = [];
    const seen = { value: 0, absent: 0, doubled: 0 };
    for (let i = 0; i < 20_000; i += 1) {
      const header = hostileHeader(random);
      const [expected, actual] = [reference(header, COOKIE), readCookie(header, COOKIE)];
      seen[actual === undefined ? 'absent' : actual === DOUBLED ? 'doubled' : 'value'] += 1;
      if (expected !== actual)
        different.push({
          seed: random.seed,
          header: header.slice(0, 300),
          expected: String(expected).slice(0, 50),
          actual: String(actual).slice(0, 50),
        });
    }
    expect(different.slice(0, 10)).toEqual([]);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1000);
  });

  it.each([
    ['a', undefined],
    ['', undefined],
    ['=', undefined],
    ['s', undefined],
    ['s=', ''],
    ['s=1', '1'],
    ['s=1=2', '1=2'],
    ['s="1"', '"1"'],
    ['s=1;', '1'],
    ['a=b;s=1', '1'],
    ['a=b; s=1; c=d', '1'],
    [' s=1 ', '1'],
    [';s=1', '1'],
    ['s =1', undefined],
    ['S=1', undefined],
    ['xs=1', undefined],
    ['sx=1', undefined],
    ['__Host-s=1', undefined],
    ['a=s=1', undefined],
    ['a=b s=1', undefined],
    ['a=b, s=1', undefined],
    ['\u00a0s=1', undefined],
    ['\ufeffs=1', undefined],
    ['s%3d1', undefined],
    ['s=1; s=1', '1'],
    ['s=1; s=2', DOUBLED],
    ['s=2; a=b; s=1', DOUBLED],
    ['s=1; s=', DOUBLED],
    ['s=1; s=1; s=2', DOUBLED],
  ])('reads %j as it is written (S12)', (header, expected) => {
    expect(readCookie(header, 's')).toBe(expected);
  });

  it('takes a value whole: no byte around it but space and tab may be lost', () => {
    for (const around of ['\u00a0', '\u000b', '\ufeff', '"', '\u0000'])
      expect(readCookie(`s=${around}1${around}`, 's')).toBe(`${around}1${around}`);
    expect(readCookie('s=\t 1 \t; a=b', 's')).toBe('1');
  });
});

describe('a session cookie', () => {
  it('opens for the one genuine value alone, in any company (corpus 4.4, V24)', async () => {
    const given = givenCore();
    const cookie = await given.signIn();
    const value = cookie.split('=')[1] ?? '';
    const random = seeded(12);
    const wrong: unknown[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const header = hostileHeader(random, value);
      const read = reference(header, COOKIE);
      const expected = read === value ? 'continue' : read === DOUBLED ? 400 : 401;
      const decision = now(given.core.begin(viewOf('/reports', { headers: { cookie: header } })));
      if (outcomeOf(decision) !== expected)
        wrong.push({ seed: random.seed, header: header.slice(0, 300), expected, outcome: outcomeOf(decision) });
      if (headerOf(decision, 'set-cookie') !== undefined)
        wrong.push({ header, what: 'the answer to junk sets a cookie' });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('is looked for in time that grows with the header alone (corpus 4.4, 4.14)', () => {
    for (const header of [
      `${COOKIE};`.repeat(4000),
      `${COOKIE}x=1; `.repeat(4000),
      ';'.repeat(65_536),
      ' '.repeat(65_536),
      `${' '.repeat(30_000)}${COOKIE}=1`,
      `${COOKIE}=1; `.repeat(4000),
      'a=b; '.repeat(13_000),
    ]) {
      const started = performance.now();
      readCookie(header, COOKIE);
      expect([header.slice(0, 20), performance.now() - started < 1000]).toEqual([header.slice(0, 20), true]);
    }
  });
});

/** RFC 6265bis §5.7 in short: split, trim, compare. */
function reference(header: string, name: string): string | undefined | typeof DOUBLED {
  const values = header
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1).replace(/^[ \t]+/, ''));
  if (new Set(values).size > 1) return DOUBLED;
  return values[0];
}

const NAMES = [
  COOKIE,
  COOKIE,
  COOKIE,
  COOKIE.toUpperCase(),
  `x${COOKIE}`,
  `${COOKIE}x`,
  `__Host-${COOKIE}`,
  COOKIE.slice(1),
  `"${COOKIE}"`,
  `\u00a0${COOKIE}`,
  '',
  'a',
  '__proto__',
];
const VALUES = [
  '',
  'x',
  'A'.repeat(43),
  '"A"',
  '%41',
  'a=b',
  `${COOKIE}=1`,
  '\u00a0',
  '\u00e9',
  '\u0000',
  '__proto__',
  'A'.repeat(5000),
];

function hostileHeader(random: Random, genuine = 'G'.repeat(43)): string {
  const values = [
    ...VALUES,
    genuine,
    genuine,
    genuine,
    genuine.slice(1),
    `${genuine}x`,
    genuine.toLowerCase(),
    `"${genuine}"`,
  ];
  const pairs = Array.from(
    { length: 1 + random.int(4) },
    () =>
      random.pick(NAMES) + random.pick(['=', '=', '=', '=', ' = ', '= ', ' =', ':', '', '==']) + random.pick(values),
  );
  if (random.chance(0.3)) pairs.push(`${COOKIE}=${random.pick(values)}`);
  return (
    random.pick(['', '', ' ', ';', '; ']) +
    pairs.join(random.pick(['; ', '; ', ';', ' ; ', ',', ';;', ';\t', '\u00a0'])) +
    random.pick(['', '', ';', ' '])
  );
}
