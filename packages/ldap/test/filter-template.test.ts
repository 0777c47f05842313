import { describe, expect, it } from '@jest/globals';
import { FilterParser } from 'ldapts';
import { parseFilter } from '../src/filter-template.ts';
import { HOSTILE, hostileText } from './fixture/hostile.ts';

const TEMPLATE = '(&(objectClass=person)(|(uid={username})(mail={username}@example.com)))';

/** RFC 4515 §3, written down here a second time. */
function escaped(value: string): string {
  return [...value]
    .map((character) =>
      /[*()\\\0]/.test(character) ? `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character,
    )
    .join('');
}

describe('filters with a place for a name', () => {
  it.each(HOSTILE)('keep their shape whatever the name is: %j (A23, D1, D3)', (value) => {
    const filled = parseFilter(TEMPLATE, ['username']).fill({ username: value, user_dn: '' });
    expect(filled).toBe(`(&(objectClass=person)(|(uid=${escaped(value)})(mail=${escaped(value)}@example.com)))`);
    expect(FilterParser.parseString(filled)).toMatchObject({
      filters: [{ attribute: 'objectClass' }, { filters: [{ value }, { value: `${value}@example.com` }] }],
    });
  });

  it('keep their shape for 5000 names made of what filters are made of (A23, D1)', () => {
    const template = parseFilter('(&(objectClass=person)(uid={username})(member={user_dn}))', ['username', 'user_dn']);
    for (let seed = 0; seed < 5_000; seed += 1) {
      const [username, dn] = [hostileText(seed), hostileText(seed + 10_000)];
      expect(FilterParser.parseString(template.fill({ username, user_dn: dn }))).toMatchObject({
        filters: [{ attribute: 'objectClass', value: 'person' }, { attribute: 'uid', value: username }, { value: dn }],
      });
    }
  });

  it('replace nothing in what they put in', () => {
    const template = parseFilter('(&(uid={username})(member={user_dn}))', ['username', 'user_dn']);
    expect(template.fill({ username: '{user_dn}$&$1', user_dn: '{username}' })).toBe(
      '(&(uid={user_dn}$&$1)(member={username}))',
    );
  });

  it.each([
    ['(uid=ada)', 'lacks {username}'],
    ['(uid={username}*)', 'without "*"'],
    ['(cn=*{username}*)', 'without "*"'],
    ['(uid>={username})', 'without "*"'],
    ['(uid~={username})', 'without "*"'],
    ['(uid={user_dn})', 'holds "{user_dn}"'],
    ['(uid={user})', 'holds "{user}"'],
    ['({username}=ada)', 'is no search filter'],
    ['(cn:{username}:=ada)', 'without "*"'],
    ['(uid={username}', 'is no search filter'],
    ['(uid={username}))', 'is no search filter'],
    ['(&)', 'is no search filter'],
    ['(cn=\\c3\\a4{username})', 'write it as it is'],
  ])('stop the start when they are wrong: %s', (text, message) => {
    expect(() => parseFilter(text, ['username'])).toThrow(message);
  });

  it('know which attributes are compared with the user name', () => {
    const { usernameIn } = parseFilter('(|(uid={username})(!(cn=x))(sAMAccountName:caseIgnoreMatch:={username}))', [
      'username',
    ]);
    expect(usernameIn.map(({ attribute }) => attribute)).toEqual(['uid', 'sAMAccountName']);
  });
});
