import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createOidcProvider } from '../src/oidc-provider.ts';
import type { OidcOptions } from '../src/options.ts';

const good = { name: 'Acme', issuer: 'https://login.example.com', clientId: 'studio' };

/** The error that a start with these options ends with. */
function errorOf(options: object): unknown {
  try {
    createOidcProvider({ ...good, ...options } as OidcOptions);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('options', () => {
  it.each<[string, object]>([
    ['oidc.id', { id: 'Acme' }],
    ['oidc.id', { id: 'a/b' }],
    ['oidc.id', { id: 'a'.repeat(33) }],
    ['oidc.id', { id: /a/ }],
    ['oidc.name', { name: undefined }],
    ['oidc.name', { name: '' }],
    ['oidc.icon', { icon: 7 }],
    ['oidc.description', { description: '' }],
    ['oidc.issuer', { issuer: undefined }],
    ['oidc.issuer', { issuer: 'login.example.com' }],
    ['oidc.issuer', { issuer: 'http://login.example.com' }],
    ['oidc.issuer', { issuer: 'http://login.example.com', allowHttp: true }],
    ['oidc.issuer', { issuer: 'http://localhost.example.com', allowHttp: true }],
    ['oidc.issuer', { issuer: 'http://127.0.0.1:8080' }],
    ['oidc.issuer', { issuer: 'file:///etc/passwd' }],
    ['oidc.issuer', { issuer: 'https://user:pass@login.example.com' }],
    ['oidc.issuer', { issuer: 'https://login.example.com/?a=1' }],
    ['oidc.issuer', { issuer: 'https://login.example.com/#' }],
    ['oidc.issuer', { issuer: /./ }],
    ['oidc.clientId', { clientId: undefined }],
    ['oidc.clientId', { clientId: '' }],
    ['oidc.clientSecret', { clientSecret: '' }],
    ['oidc.clientSecret', { clientSecret: 7 }],
    ['oidc.clientAuth', { clientAuth: 'private_key_jwt' }],
    ['oidc.clientAuth', { clientAuth: 'client_secret_basic' }],
    ['oidc.clientAuth', { clientAuth: 'none', clientSecret: 'secret' }],
    ['oidc.scopes', { scopes: 'profile' }],
    ['oidc.scopes', { scopes: ['openid'] }],
    ['oidc.discoveryUrl', { discoveryUrl: 'https://login.example.com/metadata' }],
    ['oidc.discoveryUrl', { discoveryUrl: 'http://login.example.com/.well-known/openid-configuration' }],
    ['oidc.roles', { roles: 'admin' }],
    ['oidc.roles.claim', { roles: { claim: /a/, mapping: {} } }],
    ['oidc.roles.mapping', { roles: { claim: 'roles' } }],
    ['oidc.roles.mapping', { roles: { mapping: { a: 7 } } }],
    ['oidc.roles.mapping', { roles: { mapping: { a: [] } } }],
    ['oidc.roles.mapping', { roles: { mapping: new Map([['a', 'b']]) } }],
    ['oidc.roles.map', { roles: { map: {} } }],
    ['oidc.nameClaim', { nameClaim: 7 }],
    ['oidc.prompt', { prompt: '' }],
    ['oidc.maxAgeSeconds', { maxAgeSeconds: -1 }],
    ['oidc.maxAgeSeconds', { maxAgeSeconds: 0.5 }],
    ['oidc.maxAgeSeconds', { maxAgeSeconds: '60' }],
    ['oidc.acrValues', { acrValues: ['a'] }],
    ['oidc.acrValues', { acrValues: ' ' }],
    ['oidc.responseMode', { responseMode: 'fragment' }],
    ['oidc.timeoutMs', { timeoutMs: 99 }],
    ['oidc.timeoutMs', { timeoutMs: 30_001 }],
    ['oidc.timeoutMs', { timeoutMs: '5000' }],
    ['oidc.allowHttp', { allowHttp: 'yes' }],
    ['oidc.now', { now: 7 }],
    ['oidc.secret', { secret: 'x' }],
  ])('%s that is wrong stops the start, with its name and the remedy: %j', (option, options) => {
    const error = errorOf(options);
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'oidc/options-invalid', option });
    expect((error as Error).message).toMatch(new RegExp(`^${option.replaceAll('.', '\\.')}: .+\\w.+\\[oidc/`));
  });

  it('are named when they are nothing at all', () => {
    for (const options of [undefined, null, 'x', []]) {
      expect(() => createOidcProvider(options as unknown as OidcOptions)).toThrow('oidc: is not an object');
    }
  });

  it.each<[object]>([
    [{}],
    [{ issuer: 'http://localhost:8080/realms/a', allowHttp: true }],
    [{ issuer: 'http://[::1]:8080', allowHttp: true }],
    [{ clientSecret: 's', clientAuth: 'client_secret_post', timeoutMs: 100 }],
    [{ discoveryUrl: 'https://tenant.example.com/.well-known/openid-configuration' }],
    [{ scopes: '  openid\nemail ' }],
  ])('that are right start, and nothing is asked of the provider: %j', (options) => {
    expect(errorOf(options)).toBeUndefined();
  });

  it('name it for people', () => {
    const button = { name: 'Acme', icon: '/acme.svg', description: 'With the account of the company' };
    expect(createOidcProvider({ ...good, ...button })).toMatchObject({ id: 'oidc', ...button });
  });
});
