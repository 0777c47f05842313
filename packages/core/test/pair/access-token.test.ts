/**
 * Access tokens whose session has ended: refused, and no guesses, since only their holders can have them.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import type { Verifier } from '../../src/scheme/scheme.ts';
import { createTokenLogin } from '../../src/scheme/token.ts';
import { givenCore, outcomeOf, TOKEN } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const CLIENT = { clientAddress: '127.0.0.1', cookieHeader: undefined };

/** Anybody may sign in, by his name. */
const anybody: Verifier = {
  name: 'anybody',
  verify: ({ name }) => ({ kind: 'verified', principal: createPrincipal({ subject: name, method: 'password' }) }),
};

function given() {
  const made = givenCore({
    schemes: [createTokenLogin(TOKEN).scheme],
    verifiers: [anybody],
    tokens: { accessSeconds: 3600, refreshSeconds: 7200, headers: [], cookies: null },
  });
  const { signIn } = made.core;
  const status = async (token: string) =>
    outcomeOf(await made.core.begin(viewOf('/docs', { headers: { authorization: `Bearer ${token}` } })));
  const tokenOf = async (name: string): Promise<string> => {
    const outcome = await signIn.forTokens({ name, password: 'x', isLocal: false }, CLIENT);
    return outcome.kind === 'signed-in' ? outcome.pair.accessToken : '';
  };
  return { ...made, status, tokenOf, revoke: (token: string) => signIn.revoke(token, '127.0.0.1') };
}

describe('an access token whose session has ended', () => {
  it('is refused, told of each time, and no guess: whoever shares the address goes on (A67, F32)', async () => {
    const { status, tokenOf, revoke, events } = given();
    for (let n = 0; n < 25; n += 1) {
      const token = await tokenOf(`user-${n}`);
      expect(await status(token)).toBe('continue');
      await revoke(token);
      expect([n, await status(token)]).toEqual([n, 401]);
    }
    expect(events.filter(({ type }) => type === 'login-failure')).toHaveLength(25);
    expect(await status(TOKEN)).toBe('continue');
  });

  it('is told from one that was never made, which is a guess (L7)', async () => {
    const { status, tokenOf } = given();
    const token = await tokenOf('ada');
    for (let n = 0; n < 20; n += 1) expect([n, await status(`${token.slice(0, -2)}${n + 10}`)]).toEqual([n, 401]);
    expect(await status(TOKEN)).toBe(429);
  });
});
