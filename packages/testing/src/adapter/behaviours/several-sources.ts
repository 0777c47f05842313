import {
  createPrincipal,
  NO_CREDENTIAL,
  REFUSED,
  type Scheme,
  type SchemeOutcome,
  type Verdict,
  type Verifier,
} from '@doorward/core';
import { expect, it } from '@jest/globals';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const SHARED = 'known-to-both-of-them';

export function severalSources(harness: AdapterHarness): void {
  const north = source('north', ['reports:read', '*:write']);
  const south = source('south', []);
  const options = { schemes: [north.scheme, south.scheme], verifiers: [north.verifier, south.verifier] };

  withFixture('several sources at once', harness, { options }, (get) => {
    const as = (token: string, path = '/who') => get().http.get(path).set('authorization', `Bearer ${token}`);

    it('are asked in their order, and the first that knows the credential decides (A92)', async () => {
      for (const [token, name] of [
        ['north-ada', 'north ada'],
        ['south-ada', 'south ada'],
        [SHARED, 'north shared'],
      ] as const) {
        expect([token, (await as(token)).body.name]).toEqual([token, name]);
      }
    });

    it('give nobody a right that the one that knew him does not give him (A92)', async () => {
      expect((await as('north-ada', '/permission')).text).toContain(CANARY);
      const other = await as('south-ada', '/permission');
      expect([other.status, other.body.detail]).toEqual([403, 'This needs the permission reports:read.']);
    });

    it('go on when one says no, and are 401 when all do (A92)', async () => {
      const answers = await Promise.all([as('refused-by-north-south-ada'), as('refused-by-north-x')]);
      expect(answers.map(({ status }) => status)).toEqual([200, 401]);
      expect(answers[0]?.body.name).toBe('south refused-by-north-ada');
      expect(answers[1]?.body.code).toBe('core/invalid-credential');
    });

    it('go on when one is away; what it alone might know is 503, and never 401 (A92, F1)', async () => {
      north.isAway = true;
      const [known, unknown] = [await as('south-ada'), await as('north-ada')];
      north.isAway = false;
      expect([known.status, known.body.name]).toEqual([200, 'south ada']);
      expect([unknown.status, unknown.body.code]).toEqual([503, 'core/unavailable']);
    });

    it('are not asked further where one holds two different credentials (A99)', async () => {
      const answer = await as('conflicting-south-ada');
      expect([answer.status, answer.body.code]).toEqual([400, 'core/conflicting-credentials']);
    });

    it('count what all of them refuse as one wrong guess', async () => {
      const before = get().events.filter(({ type }) => type === 'login-failure').length;
      await as('refused-by-north-y');
      expect(get().events.filter(({ type }) => type === 'login-failure')).toHaveLength(before + 1);
    });

    it('stand behind the form too: the next one is asked, whether one refuses or is away (A92)', async () => {
      const signIn = (password: string) =>
        get()
          .http.post('/auth/login')
          .type('form')
          .set('sec-fetch-site', 'same-origin')
          .send({ password })
          .redirects(0);
      expect((await signIn('south-ada')).status).toBe(303);
      north.isAway = true;
      const [known, unknown] = [await signIn('south-ada'), await signIn('north-ada')];
      north.isAway = false;
      expect([known.status, unknown.status]).toEqual([303, 503]);
      expect((await signIn('nobody-knows-it')).status).toBe(401);
    });
  });
}

interface Source {
  readonly scheme: Scheme;
  readonly verifier: Verifier;
  isAway: boolean;
}

/** Knows what begins with its name. */
function source(name: string, permissions: readonly string[]): Source {
  const principalOf = (token: string) =>
    createPrincipal({
      subject: `${name}:ada`,
      name: `${name} ${token === SHARED ? 'shared' : token.replace(`${name}-`, '')}`,
      permissions,
      method: name,
    });
  const knows = (token: string): boolean =>
    token === SHARED || token.startsWith(`${name}-`) || (name === 'south' && token.endsWith('-south-ada'));

  function outcomeOf(token: string): SchemeOutcome {
    if (made.isAway) throw new Error(`${name} is away`);
    const rejected = { kind: 'rejected', presented: token } as const;
    if (name === 'north' && token.startsWith('conflicting-')) return { ...rejected, reason: 'conflicting' };
    if (token.startsWith(`refused-by-${name}-`)) return { ...rejected, reason: 'invalid' };
    if (!knows(token)) return NO_CREDENTIAL;
    return { kind: 'authenticated', principal: principalOf(token), startsSession: false };
  }

  function verdictOf(password: string): Verdict {
    if (made.isAway) throw new Error(`${name} is away`);
    return knows(password) ? { kind: 'verified', principal: principalOf(password) } : REFUSED;
  }

  const made: Source = {
    isAway: false,
    scheme: {
      name,
      places: { authorization: ['bearer'] },
      authenticate: async ({ bearer }) => (bearer === undefined ? NO_CREDENTIAL : outcomeOf(bearer)),
    },
    verifier: { name, verify: async ({ password }) => verdictOf(password) },
  };
  return made;
}
