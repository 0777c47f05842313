import { describe, expect, it } from '@jest/globals';
import { createOidcProvider } from '../src/oidc-provider.ts';
import type { OidcOptions } from '../src/options.ts';
import { resolveOptions } from '../src/resolve-options.ts';

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const microsoft = { preset: 'microsoft', tenant: TENANT, clientId: 'studio' } as const;
const oracle = { preset: 'oracle', tenant: 'idcs-9a1b', clientId: 'studio' } as const;

describe('a preset', () => {
  it('says where a tenant of Entra ID is (A41)', () => {
    for (const tenant of [TENANT, TENANT.toUpperCase()]) {
      const { issuer, discoveryUrl } = resolveOptions({ ...microsoft, tenant });
      expect(issuer).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0`);
      expect(discoveryUrl.href).toBe(`${issuer}/.well-known/openid-configuration`);
    }
  });

  it('says where a tenant of Oracle is, which calls itself otherwise (A41)', () => {
    const { issuer, discoveryUrl } = resolveOptions(oracle);
    expect(issuer).toBe('https://identity.oraclecloud.com/');
    expect(discoveryUrl.href).toBe('https://idcs-9a1b.identity.oraclecloud.com/.well-known/openid-configuration');
  });

  it('has a name for people, unless the option has', () => {
    expect(createOidcProvider(microsoft).name).toBe('Microsoft');
    expect(createOidcProvider(oracle).name).toBe('Oracle');
    expect(createOidcProvider({ ...oracle, name: 'Acme' }).name).toBe('Acme');
  });

  it.each<[string, object]>([
    ['oidc.preset', { ...oracle, preset: 'google' }],
    ['oidc.preset', { ...oracle, preset: '__proto__' }],
    ['oidc.tenant', { ...oracle, tenant: undefined }],
    ['oidc.tenant', { ...oracle, tenant: 'evil.example/' }],
    ['oidc.tenant', { ...microsoft, tenant: 'common' }],
    ['oidc.tenant', { ...microsoft, tenant: 'organizations' }],
    ['oidc.tenant', { ...microsoft, tenant: `${TENANT}/x` }],
    ['oidc.tenant', { name: 'Acme', issuer: 'https://login.example.com', clientId: 'studio', tenant: TENANT }],
    ['oidc.issuer', { ...microsoft, issuer: 'https://login.example.com' }],
    ['oidc.discoveryUrl', { ...oracle, discoveryUrl: 'https://a.example/.well-known/openid-configuration' }],
  ])('with %s that is wrong stops the start (A41): %j', (option, options) => {
    expect(() => createOidcProvider(options as OidcOptions)).toThrow(
      expect.objectContaining({ code: 'oidc/options-invalid', option }),
    );
  });
});
