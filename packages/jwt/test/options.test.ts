import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createJwtScheme } from '../src/jwt-scheme.ts';
import type { JwtOptions } from '../src/options.ts';
import { givenKey } from './fixture/signing-key.ts';

const { jwk, privateKey } = givenKey('ES256');
const good = { issuer: 'https://a.example/', audience: 'api', jwksUri: 'https://a.example/jwks' };

/** The error that a start with these options ends with. */
function errorOf(options: object): unknown {
  try {
    createJwtScheme({ ...good, ...options } as JwtOptions);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('options', () => {
  it.each<[string, object]>([
    ['jwt.issuer', { issuer: undefined }],
    ['jwt.issuer', { issuer: '' }],
    ['jwt.issuer', { issuer: ['https://a.example/'] }],
    ['jwt.issuer', { issuer: 'https://a.example/|x' }],
    ['jwt.audience', { audience: undefined }],
    ['jwt.audience', { audience: '' }],
    ['jwt.audience', { audience: [] }],
    ['jwt.audience', { audience: ['api', ''] }],
    ['jwt.jwksUri', { jwksUri: undefined }],
    ['jwt.jwksUri', { jwks: { keys: [jwk] } }],
    ['jwt.jwksUri', { jwksUri: 'http://a.example/jwks' }],
    ['jwt.jwksUri', { jwksUri: 'http://localhost.a.example/jwks' }],
    ['jwt.jwksUri', { jwksUri: 'file:///etc/keys' }],
    ['jwt.jwksUri', { jwksUri: '/jwks' }],
    ['jwt.jwksUri', { jwksUri: '' }],
    ['jwt.jwksUri', { jwksUri: 'https://user:pass@a.example/jwks' }],
    ['jwt.jwks', { jwksUri: undefined, jwks: [] }],
    ['jwt.jwks', { jwksUri: undefined, jwks: {} }],
    ['jwt.jwks', { jwksUri: undefined, jwks: { keys: [] } }],
    ['jwt.jwks.keys[1]', { jwksUri: undefined, jwks: { keys: [jwk, 'x'] } }],
    ['jwt.jwks.keys[0]', { jwksUri: undefined, jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }],
    ['jwt.jwks.keys[0]', { jwksUri: undefined, jwks: { keys: [privateKey.export({ format: 'jwk' })] } }],
    ['jwt.algorithms', { algorithms: [] }],
    ['jwt.algorithms', { algorithms: 'RS256' }],
    ['jwt.algorithms', { algorithms: ['RS256', 'HS256'] }],
    ['jwt.algorithms', { algorithms: ['none'] }],
    ['jwt.algorithms', { algorithms: ['None'] }],
    ['jwt.algorithms', { algorithms: ['rs256'] }],
    ['jwt.algorithms', { algorithms: ['__proto__'] }],
    ['jwt.types', { types: [] }],
    ['jwt.types', { types: 'JWT' }],
    ['jwt.types', { types: [null] }],
    ['jwt.clockSkewSeconds', { clockSkewSeconds: 301 }],
    ['jwt.clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['jwt.clockSkewSeconds', { clockSkewSeconds: '30' }],
    ['jwt.clockSkewSeconds', { clockSkewSeconds: Number.NaN }],
    ['jwt.maxLifetimeSeconds', { maxLifetimeSeconds: 0 }],
    ['jwt.maxLifetimeSeconds', { maxLifetimeSeconds: Number.POSITIVE_INFINITY }],
    ['jwt.roles', { roles: 'roles' }],
    ['jwt.roles.claim', { roles: { claim: '', mapping: {} } }],
    ['jwt.roles.mapping', { roles: { claim: 'roles' } }],
    ['jwt.roles.mapping', { roles: { mapping: { a: 7 } } }],
    ['jwt.roles.mapping', { roles: { mapping: { a: [] } } }],
    ['jwt.roles.mapping', { roles: { mapping: new Map([['a', 'b']]) } }],
    ['jwt.roles.map', { roles: { map: {} } }],
    ['jwt.permissions.mapping', { permissions: { mapping: { a: [''] } } }],
    ['jwt.permissionsOf', { permissionsOf: {} }],
    ['jwt.nameClaim', { nameClaim: 7 }],
    ['jwt.now', { now: 7 }],
    ['jwt.audiences', { audiences: 'api' }],
  ])('%s that is wrong stops the start, with its name and the remedy: %j', (option, options) => {
    const error = errorOf(options);
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'jwt/options-invalid', option });
    expect((error as Error).message).toMatch(new RegExp(`^${option.replaceAll(/[.[\]]/g, '\\$&')}: .+\\w.+\\[jwt/`));
  });

  it.each<[string, object]>([
    ['jwt.issuer', { issuer: /a/g }],
    ['jwt.audience', { audience: /a/y }],
    ['jwt.audience', { audience: [/a/] }],
    ['jwt.algorithms', { algorithms: [/RS256/g] }],
    ['jwt.types', { types: [/jwt/g] }],
    ['jwt.roles', { roles: /a/g }],
    ['jwt.roles.claim', { roles: { claim: /a/g, mapping: {} } }],
    ['jwt.roles.mapping', { roles: { mapping: /a/g } }],
    ['jwt.roles.mapping', { roles: { mapping: { a: /a/y } } }],
    ['jwt.permissions.mapping', { permissions: { mapping: { a: [/a/g] } } }],
    ['jwt.nameClaim', { nameClaim: /a/g }],
  ])('%s is no pattern: a RegExp stops the start (T8)', (option, options) => {
    expect(errorOf(options)).toMatchObject({ code: 'jwt/options-invalid', option });
  });

  it.each(['HS256', 'hs512', 'none', 'None'])('say why %s is not possible (T1, T2)', (name) => {
    expect((errorOf({ algorithms: ['RS256', name] }) as Error).message).toContain('a key that only the issuer has');
  });

  it.each<[object]>([
    [{}],
    [{ jwksUri: 'http://localhost:8080/jwks' }],
    [{ jwksUri: 'http://127.0.0.1/jwks' }],
    [{ jwksUri: 'http://[::1]:8080/jwks' }],
    [{ jwksUri: undefined, jwks: { keys: [jwk] } }],
    [{ audience: ['a', 'b'], algorithms: ['RS256'], types: [''], clockSkewSeconds: 0, maxLifetimeSeconds: 1 }],
  ])('that are right start: %j', (options) => {
    expect(errorOf(options)).toBeUndefined();
  });

  it('are not changed, and changes to them afterwards do not count', async () => {
    const options = Object.freeze({ ...good, algorithms: Object.freeze(['RS256']), audience: Object.freeze(['api']) });
    expect(() => createJwtScheme(options)).not.toThrow();
  });

  it('given as nothing at all are named too', () => {
    for (const options of [undefined, null, 'x', []]) {
      expect(() => createJwtScheme(options as unknown as JwtOptions)).toThrow('jwt: is not an object');
    }
  });
});
