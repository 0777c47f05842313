import { canonicalName } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkProfile, type Profile } from '../../src/users/profile.ts';
import { faultOf } from '../fixture/given-accounts.ts';
import { runs } from '../fixture/random.ts';

const of = (profile: Partial<Profile>): Promise<string> =>
  faultOf(Promise.resolve().then(() => checkProfile({ username: 'ada', email: null, displayName: null, ...profile })));

describe('the names of a user (4.11, L6)', () => {
  it('are kept as typed, trimmed and composed, and found in any spelling', () => {
    expect(checkProfile({ username: ' A\u0308da ', email: 'Ada@X.example', displayName: ' Ada  L ' })).toEqual({
      username: '\u00c4da',
      email: 'Ada@X.example',
      displayName: 'Ada  L',
      identifiers: ['\u00e4da', 'ada@x.example'],
    });
  });

  it('may be one: an e-mail address as username', () => {
    const { identifiers } = checkProfile({ username: 'ADA@x.example', email: 'ada@x.example', displayName: null });
    expect(identifiers).toEqual(['ada@x.example']);
  });

  it.each([
    ['username', { username: '' }],
    ['username', { username: ' \u3000\t' }],
    ['username', { username: 'a'.repeat(129) }],
    ['username', { username: 'a\u0301'.repeat(500_000) }],
    ['username', { username: 'a\0da' }],
    ['username', { username: 'a\r\nda' }],
    ['username', { username: 'a\u2028da' }],
    ['username', { username: 'a\u200bda' }],
    ['username', { username: 'a\u00adda' }],
    ['username', { username: '\u200fada' }],
    ['username', { username: 'ada\ufe0f' }],
    ['username', { username: '\u3164' }],
    ['username', { username: '\u202eada' }],
    ['username', { username: 'ada\ud800' }],
    ['username', { username: '\udc00' }],
    ['username', { username: 'bob@x.example' }],
    ['username', { username: 'bob\uff20x.example' }],
    ['username', { username: 'bob\ufe6bx.example' }],
    ['username', { username: 'bob@x.example', email: 'ada@x.example' }],
    ['username', { username: 'bob\uff20x.example', email: 'ada@x.example' }],
    ['username', { username: 5 as never }],
    ['username', { username: ['ada'] as never }],
    ['username', { username: null as never }],
    ['email', { email: 'ada' }],
    ['email', { email: '@x' }],
    ['email', { email: 'a@b@c' }],
    ['email', { email: 'a@b\uff20c' }],
    ['email', { email: 'a@b,c@d' }],
    ['email', { email: 'a@b\uff0cc' }],
    ['email', { email: 'Ada <a@b>' }],
    ['email', { email: 'a b@c' }],
    ['email', { email: 'a\u200b@c' }],
    ['email', { email: {} as never }],
    ['displayName', { displayName: 'x'.repeat(129) }],
    ['displayName', { displayName: 'a\nb' }],
    ['displayName', { displayName: 'a\u202eb' }],
    ['displayName', { displayName: 'a\u2066b' }],
    ['displayName', { displayName: 'a\ud83db' }],
    ['displayName', { displayName: true as never }],
  ] as const)('are refused with the field: %s in %j', async (field, profile) => {
    expect(await of(profile)).toBe(`accounts/field-invalid ${field}`);
  });

  it.each([
    { username: 'ада' },
    { username: '\u05d3\u05d5\u05d3' },
    { username: 'ß' },
    { username: 'İ' },
    { username: 'a b' },
    { username: "o'hara; drop <b>" },
    { displayName: '👩‍💻 Ada' },
    { displayName: '\u200fדוד' },
    { email: 'ä+b@пример.рф' },
    { username: 'x'.repeat(128) },
    { email: '', displayName: ' ' },
  ])('of any script are taken: %j', async (profile) => {
    expect(await of(profile)).toBe('no fault');
  });

  it('take or refuse any text, and what is taken is found again by what is stored (property, 4.11)', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({
        unit: fc.constantFrom('ﬀ', 'Ｋ', 'ı', 'İ', 'ß', 'Σ', 'ς', '\u0301', '\u200d', '@', ' ', 'a', 'A', '\ud800'),
      }),
    );
    fc.assert(
      fc.property(text, text, (username, email) => {
        let checked: ReturnType<typeof checkProfile>;
        try {
          checked = checkProfile({ username, email, displayName: username });
        } catch (error) {
          expect((error as { code?: string }).code).toBe('accounts/field-invalid');
          return;
        }
        expect(checked.identifiers).toContain(canonicalName(username));
        expect(checked.identifiers).toContain(canonicalName(checked.username));
        if (checked.email !== null) expect(checked.identifiers).toContain(canonicalName(checked.email));
        expect(checked.username).not.toMatch(/\p{Surrogate}/u);
        expect(checked.identifiers.every((name) => name !== '' && name.trim() === name)).toBe(true);
        expect(checkProfile(checked)).toEqual(checked);
      }),
      runs(5000),
    );
  });

  it('of great length cost no more than their length (4.14)', async () => {
    const started = performance.now();
    for (const field of ['username', 'email', 'displayName']) await of({ [field]: '\u0300\u0316'.repeat(30_000) });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
