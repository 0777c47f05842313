/**
 * What a provider offers beyond a sign-in, and what is not asked of it.
 */

import { describe, expect, it } from '@jest/globals';
import { CALLBACK_URL, givenSignIn, STATE } from './fixture/given-sign-in.ts';

describe('a provider that offers more', () => {
  it('is asked for metadata, tokens, keys and claims alone: it is not found by what a user types, registers nobody, and its frames and requests by reference are left (O-29, O-64)', async () => {
    const { odd, provider, identity } = await givenSignIn();
    odd.metadata = {
      registration_endpoint: `${odd.issuer}/register`,
      check_session_iframe: `${odd.issuer}/session`,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      pushed_authorization_request_endpoint: `${odd.issuer}/par`,
      claims_parameter_supported: true,
    };
    expect(await identity()).toMatchObject({ subject: '4711' });
    expect(new Set(odd.requests.map(({ path }) => path))).toEqual(
      new Set(['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo']),
    );
    const { url } = await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL, hint: 'acct:ada@evil.example' });
    expect([new URL(url).origin, new URL(url).searchParams.get('login_hint')]).toEqual([
      odd.issuer,
      'acct:ada@evil.example',
    ]);
    expect([...new URL(url).searchParams.keys()].filter((name) => name.startsWith('request'))).toEqual([]);
    expect(odd.count('/.well-known/webfinger')).toBe(0);
  });

  it.each([undefined, 'openid', 'openid groups'])(
    'is asked for the scopes of the options and no more: %s (V46)',
    async (scopes) => {
      const { odd, provider } = await givenSignIn(scopes === undefined ? {} : { scopes });
      odd.metadata = { scopes_supported: ['openid', 'email', 'offline_access', 'admin'] };
      const { url } = await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL });
      const { searchParams } = new URL(url);
      expect(searchParams.get('scope')).toBe(scopes ?? 'openid profile email');
      for (const name of ['claims', 'resource', 'audience', 'authorization_details'])
        expect(searchParams.has(name)).toBe(false);
    },
  );
});
