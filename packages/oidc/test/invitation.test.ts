import { describe, expect, it } from '@jest/globals';
import { CALLBACK_URL, type GivenSignIn, givenSignIn, STATE } from './fixture/given-sign-in.ts';

const TARGET = 'https://own.example/reports';

const read = async ({ provider }: GivenSignIn, query: string) => provider.invitation?.(new URLSearchParams(query));

describe('a sign-in that another site begins', () => {
  it('names the issuer, where to go, and who is to sign in (O-65)', async () => {
    const given = await givenSignIn();
    const query = new URLSearchParams({
      iss: given.odd.issuer,
      target_link_uri: TARGET,
      login_hint: 'ada@acme.example',
    });
    expect(await read(given, `${query}`)).toEqual({ kind: 'invited', target: TARGET, hint: 'ada@acme.example' });
    expect(await read(given, `iss=${given.odd.issuer}`)).toEqual({ kind: 'invited', target: null, hint: null });
  });

  it('is none without an issuer (O-65)', async () => {
    const given = await givenSignIn();
    expect(await read(given, `target_link_uri=${TARGET}&login_hint=ada`)).toEqual({ kind: 'none' });
  });

  it.each<[string, (issuer: string) => string]>([
    ['of another issuer', () => 'iss=https://other.example'],
    ['of the issuer, nearly', (issuer) => `iss=${issuer}/`],
    ['of an empty issuer', () => 'iss='],
    ['of two issuers', (issuer) => `iss=${issuer}&iss=https://other.example`],
    ['to two places', (issuer) => `iss=${issuer}&target_link_uri=a&target_link_uri=b`],
    ['for two people', (issuer) => `iss=${issuer}&login_hint=a&login_hint=b`],
  ])('%s is refused (O-65)', async (_what, queryOf) => {
    const given = await givenSignIn();
    expect(await read(given, queryOf(given.odd.issuer))).toEqual({ kind: 'refused' });
  });

  it.each([['a'.repeat(256)], ['ada\u0000'], ['ada\r\nx'], ['']])(
    'has no hint that is no name: %j (O-65)',
    async (hint) => {
      const given = await givenSignIn();
      const query = new URLSearchParams({ iss: given.odd.issuer, login_hint: hint });
      expect(await read(given, `${query}`)).toMatchObject({ kind: 'invited', hint: null });
    },
  );

  it('tells the provider who is to sign in, and nothing where nobody said (O-65)', async () => {
    const { provider } = await givenSignIn();
    const begin = async (request: object) =>
      new URL((await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL, ...request })).url).searchParams;
    expect((await begin({ hint: 'ada&prompt=none' })).get('login_hint')).toBe('ada&prompt=none');
    expect((await begin({ hint: 'ada&prompt=none' })).has('prompt')).toBe(false);
    expect((await begin({})).has('login_hint')).toBe(false);
  });
});
