/**
 * L6, 4.11: one canonical form of a name, whoever asks for it.
 */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalName } from '../../src/access/identity.ts';
import { runs } from '../fixture/random.ts';

/** All but ideographs and private characters, which have one form. */
const CHARACTERS = [
  [0, 0x3400],
  [0xa000, 0xd800],
  [0xf900, 0x20000],
  [0x2f800, 0x2fa20],
  [0xe0000, 0xe0200],
].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from }, (_, i) => String.fromCodePoint(from + i)));

describe('the canonical form of a name (L6)', () => {
  it.each([
    [
      'john',
      [
        'John',
        'JOHN ',
        '\tjohn',
        'Ｊohn',
        'j\u200bohn',
        'jo\u00adhn',
        '\u200ejohn\ufe0f',
        '\u{1d423}ohn',
        'ĵohn'.normalize('NFD').replace('\u0302', ''),
      ],
    ],
    ['ada lovelace', ['Ada  Lovelace', 'ada\u00a0lovelace', 'ADA\u3000LOVELACE', ' ada \n lovelace ']],
    ['strasse', ['Straße', 'STRASSE', 'stra\u1e9ee', 'ﬆrasse']],
    ['finn', ['ﬁnn', 'FINN', 'ＦINN']],
    ['\u00e9', ['É', 'e\u0301', 'E\u0301']],
    ['οδος', ['ΟΔΟΣ', 'οδοσ', 'οδος ']],
    ['i\u0307', ['İ', 'I\u0307']],
    ['i', ['ı', 'I', 'ℐ']],
    ['k', ['K', 'Ｋ', '\u212a']],
    ['ada@x.example', ['Ada@X.Example', 'ada＠x.example', 'ada﹫x.example']],
    ['', ['', ' ', '\u200b', '\u3164', '\u00ad\ufeff']],
  ])('is %j for all of %j', (canonical, spellings) => {
    for (const spelling of spellings) expect([spelling, canonicalName(spelling)]).toEqual([spelling, canonical]);
  });

  it('keeps apart what people tell apart', () => {
    const names = [
      'john',
      'jöhn',
      'jon',
      'john1',
      'jo-hn',
      'jo.hn',
      'jo hn',
      'jo_hn',
      'ｊｏ＋hn',
      'john\0',
      'джон',
      'ada@x',
      'ada',
    ];
    expect(new Set(names.map(canonicalName)).size).toBe(names.length);
  });

  it('is its own canonical form, whatever the character, and the same in either case', () => {
    for (const character of CHARACTERS) {
      const canonical = canonicalName(character);
      if (canonicalName(canonical) !== canonical) throw new Error(`not stable: ${character.codePointAt(0)}`);
      if (canonicalName(character.toUpperCase()) !== canonical) throw new Error(`upper: ${character.codePointAt(0)}`);
      if (canonicalName(character.toLowerCase()) !== canonical) throw new Error(`lower: ${character.codePointAt(0)}`);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
        if (canonicalName(character.normalize(form)) !== canonical)
          throw new Error(`${form}: ${character.codePointAt(0)}`);
    }
  });

  it('is its own, and the same however it is composed and spaced, for any text (property)', () => {
    const odd = fc.constantFrom(
      ...'ﬀＫıİßΣςσǅΐΰ\u0345\u0301\u0307\u0316\u200d\u00ad \u3000aAzZ\u1e9eͅᾳ가\u1100\u1161\u11a8',
    );
    const text = fc.oneof(fc.string({ unit: odd, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 30 }));
    fc.assert(
      fc.property(text, (name) => {
        const canonical = canonicalName(name);
        expect(canonicalName(canonical)).toBe(canonical);
        expect(canonicalName(` ${name}\u200b `)).toBe(canonical);
        expect(canonicalName(name.normalize('NFD'))).toBe(canonical);
        expect(canonicalName(name.normalize('NFKC'))).toBe(canonical);
        expect(canonical).toBe(canonical.trim());
      }),
      runs(20_000),
    );
  });
});
