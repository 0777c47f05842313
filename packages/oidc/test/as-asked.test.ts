/**
 * What a provider was asked for, and may pass over: how long ago and how somebody proved there who it is.
 *
 * @see OpenID Connect Core §3.1.2.1 (max_age, acr_values), §2 (auth_time, acr)
 */

import { describe, expect, it } from '@jest/globals';
import type { OidcIssuerOptions } from '../src/options.ts';
import { CALLBACK_URL, errorOf, givenSignIn, STATE } from './fixture/given-sign-in.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const age = { maxAgeSeconds: 600 };
const strength = { acrValues: 'phrh  phr' };

type Row = readonly [what: string, options: Partial<OidcIssuerOptions>, claims: Record<string, unknown>];

describe('a sign-in as it was asked for', () => {
  it('is asked for in the address, and nothing is asked by itself (V20)', async () => {
    const parametersOf = async (options: Partial<OidcIssuerOptions>) => {
      const { provider } = await givenSignIn(options);
      return new URL((await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL })).url).searchParams;
    };
    const asked = await parametersOf({ ...age, ...strength });
    expect([asked.get('max_age'), asked.get('acr_values')]).toEqual(['600', 'phrh phr']);
    expect((await parametersOf({ maxAgeSeconds: 0 })).get('max_age')).toBe('0');
    const silent = await parametersOf({});
    expect([silent.has('max_age'), silent.has('acr_values')]).toEqual([false, false]);
  });

  it.each<Row>([
    ['of a time that is not said', age, {}],
    ['of too long ago', age, { auth_time: now() - 700 }],
    ['of too long ago, where it is to be anew', { maxAgeSeconds: 0 }, { auth_time: now() - 120 }],
    ['of a time in milliseconds', age, { auth_time: Date.now() }],
    ['of the future', age, { auth_time: now() + 3600 }],
    ['of a time that is no number', age, { auth_time: `${now()}` }],
    ['in a way that is not said', strength, {}],
    ['in a weaker way', strength, { acr: 'pwd' }],
    ['in a way that is called nearly so', strength, { acr: 'PHR' }],
    ['in both ways at once', strength, { acr: 'phrh phr' }],
    ['in a list of ways', strength, { acr: ['phr'] }],
    ['in no way', strength, { acr: '' }],
  ])('%s is refused (V20)', async (_what, options, claims) => {
    const { odd, signIn } = await givenSignIn(options);
    odd.claims = claims;
    expect(await errorOf(signIn())).toMatchObject({ code: 'oidc/answer-refused' });
  });

  it.each<Row>([
    ['of a moment ago', age, { auth_time: now() - 300 }],
    ['anew', { maxAgeSeconds: 0 }, { auth_time: now() }],
    ['in the best way', strength, { acr: 'phrh' }],
    ['in the second way', strength, { acr: 'phr' }],
    ['as both say', { ...age, ...strength }, { auth_time: now(), acr: 'phr' }],
    ['in whatever way, where nothing is asked', {}, { acr: 'pwd', auth_time: now() - 90_000 }],
  ])('%s counts (V20)', async (_what, options, claims) => {
    const { odd, signIn } = await givenSignIn(options);
    odd.claims = claims;
    expect(await signIn()).toMatchObject({ kind: 'identified' });
  });
});
