import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import type { LoginAttempt, Verdict, Verifier } from '../../src/scheme/scheme.ts';
import { type GivenCore, givenCore, outcomeOf } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const PASSWORD = 'correct horse';

interface Given extends GivenCore {
  /** How often a password was looked at. */
  verified(): number;
  ask(password: string, remoteAddress?: string): Promise<number | 'continue' | 'endpoint'>;
}

/** One user, whose password takes a while to verify. */
function given(): Given {
  let verified = 0;
  const principal = createPrincipal({ subject: 'ada', method: 'password' });
  const verifier: Verifier = {
    name: 'passwords',
    accountOf: () => 'ada',
    async verify({ password }: LoginAttempt): Promise<Verdict> {
      verified += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return password === PASSWORD ? { kind: 'verified', principal } : { kind: 'refused' };
    },
  };
  const made = givenCore({ schemes: [], verifiers: [verifier], basicPasswords: true });
  const asked = (password: string): string => `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
  return {
    ...made,
    verified: () => verified,
    ask: async (password, remoteAddress = '127.0.0.1') =>
      outcomeOf(await made.core.begin(viewOf('/', { headers: { authorization: asked(password) }, remoteAddress }))),
  };
}

describe('a password with every request', () => {
  it('is verified once, then recalled, for the address that it came from alone', async () => {
    const { ask, verified } = given();
    for (let i = 0; i < 5; i += 1) expect(await ask(PASSWORD)).toBe('continue');
    expect(verified()).toBe(1);
    expect(await ask(PASSWORD, '9.9.9.9')).toBe('continue');
    expect(verified()).toBe(2);
  });

  it('that comes in many requests at once is verified by those that found room, and by no other', async () => {
    const { ask, verified } = given();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => ask(PASSWORD)));
    expect(new Set(outcomes)).toEqual(new Set(['continue']));
    expect(verified()).toBeLessThanOrEqual(20);
  });

  it('that is right is let in however many requests bring it at once, also after a wrong one (L7, V1)', async () => {
    const { ask, verified } = given();
    expect(await ask('a slip of the finger')).toBe(401);
    const outcomes = await Promise.all(Array.from({ length: 32 }, () => ask(PASSWORD)));
    expect(new Set(outcomes)).toEqual(new Set(['continue']));
    expect(verified()).toBe(2);
  });

  it('is not to be found out by guesses in parallel, also where it is remembered (V1)', async () => {
    const { ask } = given();
    expect(await ask(PASSWORD)).toBe('continue');
    const guesses = Array.from({ length: 200 }, (_, i) => ask(`guess-${i}`));
    const right = ask(PASSWORD);
    expect(await right).toBe(429);
    // A lane's width beyond the limit at most.
    expect((await Promise.all(guesses)).filter((status) => status === 401).length).toBeLessThan(40);
    expect(await ask(PASSWORD)).toBe(429);
  });
});
