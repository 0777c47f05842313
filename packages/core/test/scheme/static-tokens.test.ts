import { describe, expect, it } from '@jest/globals';
import { createStaticTokens } from '../../src/scheme/static-tokens.ts';
import { type GivenCore, givenCore, outcomeOf } from '../fixture/given-core.ts';
import { viewOf } from '../fixture/view.ts';

const GRACE = 'letmein-grace';

function given(): GivenCore {
  const tokens = createStaticTokens([[GRACE, { id: 'grace', roles: ['editor'], permissions: ['*:read'] }]]);
  return givenCore({ schemes: [tokens.scheme], verifiers: [tokens.verifier] });
}

/** Each way to present a token. */
const WAYS: Readonly<Record<string, (token: string) => ReturnType<typeof viewOf>>> = {
  bearer: (token) => viewOf('/', { headers: { authorization: `Bearer ${token}` } }),
  bare: (token) => viewOf('/', { headers: { authorization: token } }),
  query: (token) => viewOf(`/?access_token=${token}`),
};

describe('a static token', () => {
  it.each(Object.keys(WAYS))('lets its user in as %s', async (way) => {
    const { core } = given();
    expect(await core.begin(WAYS[way]?.(GRACE) ?? viewOf('/'))).toMatchObject({
      kind: 'continue',
      principal: { subject: 'grace', roles: ['editor'], method: 'static-token' },
    });
  });

  it.each(Object.keys(WAYS))(
    'can be guessed twenty times as %s, and the right one is refused after that (V1)',
    async (way) => {
      const { core, events } = given();
      const statuses = [];
      for (let i = 0; i < 21; i += 1) {
        statuses.push(outcomeOf(await core.begin(WAYS[way]?.(`guess-${i}-of-many`) ?? viewOf('/'))));
      }
      expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
      for (const ask of Object.values(WAYS)) expect(outcomeOf(await core.begin(ask(GRACE)))).toBe(429);
      expect(events.filter(({ type }) => type === 'login-failure')).toHaveLength(20);
    },
  );

  it('that is one of the names which objects inherit is unknown', async () => {
    const { core } = given();
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect([name, outcomeOf(await core.begin(WAYS['bearer']?.(name) ?? viewOf('/')))]).toEqual([name, 401]);
    }
  });
});
