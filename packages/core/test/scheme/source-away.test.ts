/**
 * Guesses at one source while another one is away: what is refused by the one may be right at the other.
 */

import { describe, expect, it } from '@jest/globals';
import { REFUSED, type Scheme, type Verifier } from '../../src/scheme/scheme.ts';
import { createTokenLogin } from '../../src/scheme/token.ts';
import { type GivenCore, givenCore, outcomeOf, TOKEN } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const ADDRESS = '127.0.0.1';
const AT_MOST = 20;

/** The token behind another source, which can be away. */
function givenSources() {
  const login = createTokenLogin(TOKEN);
  const other = { isAway: true };
  const scheme: Scheme = {
    name: 'other',
    places: { authorization: ['bearer'] },
    authenticate() {
      if (other.isAway) throw new Error('away');
      return { kind: 'none' };
    },
  };
  const verifier: Verifier = {
    name: 'other',
    verify() {
      if (other.isAway) throw new Error('away');
      return REFUSED;
    },
  };
  const given = givenCore({ schemes: [scheme, login.scheme], verifiers: [verifier, login.verifier] });
  return { given, other };
}

async function byForm({ core }: GivenCore, password: string): Promise<string> {
  try {
    const attempt = { name: '', password, isLocal: false };
    return (await core.signIn.withPassword(attempt, { clientAddress: ADDRESS, cookieHeader: undefined })).kind;
  } catch {
    return 'away';
  }
}

const byHeader = async ({ core }: GivenCore, token: string) =>
  outcomeOf(await core.begin(viewOf('/', { headers: { authorization: `Bearer ${token}` } })));

describe('a source that is away', () => {
  it.each([
    ['the form', byForm, 'away', 'signed-in'],
    ['a header', byHeader, 503, 'continue'],
  ])('is no way to guess without end at the next one by %s (A92)', async (_way, send, away, letIn) => {
    const { given, other } = givenSources();
    expect(await send(given, TOKEN)).toBe(letIn);
    for (let i = 0; i < AT_MOST; i += 1) expect(await send(given, `wrong-${i}`)).toBe(away);
    expect(await send(given, TOKEN)).toBe(away);
    other.isAway = false;
    expect(await send(given, TOKEN)).toBe(letIn);
  });

  it('counts one wrong guess that is sent again and again as one (A92)', async () => {
    const { given } = givenSources();
    for (let i = 0; i < AT_MOST * 2; i += 1) expect(await byForm(given, 'wrong')).toBe('away');
    expect(await byForm(given, TOKEN)).toBe('signed-in');
  });
});
