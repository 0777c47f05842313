/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 * @see RFC 8725 §3
 */

import { assertKeySet, assertKeysAddress } from './keys/assert-keys.ts';
import { createFixedKeys } from './keys/fixed-keys.ts';
import type { KeyFinder } from './keys/key-finder.ts';
import { createRemoteKeys } from './keys/remote-keys.ts';
import { mediaType } from './media-type.ts';
import { assertObject, assertText, assertTexts, assertWhole, wrong } from './option-checks.ts';
import type { JwtOptions, ResolvedMapping, ResolvedOptions, RolesFunction } from './options.ts';

/** Signed by a private key that this server never has. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

const NAMES: Readonly<Record<keyof JwtOptions, true>> = {
  issuer: true,
  audience: true,
  jwksUri: true,
  jwks: true,
  algorithms: true,
  types: true,
  clockSkewSeconds: true,
  maxLifetimeSeconds: true,
  roles: true,
  permissions: true,
  permissionsOf: true,
  namedRoles: true,
  nameClaim: true,
  now: true,
};

const MAX_SKEW_SECONDS = 300;
const WEEK_SECONDS = 7 * 24 * 60 * 60;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** @throws AuthError `jwt/options-invalid`. */
export function resolveOptions(options: JwtOptions): ResolvedOptions {
  assertObject(options, 'jwt', 'give an object with issuer, audience and jwksUri');
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(NAMES, name));
  if (unknown !== undefined)
    throw wrong(`jwt.${unknown}`, `there is no such option; there are ${Object.keys(NAMES).join(', ')}`);
  const { clockSkewSeconds = 30, maxLifetimeSeconds = WEEK_SECONDS, nameClaim, now = Date.now } = options;
  assertWhole(clockSkewSeconds, 'jwt.clockSkewSeconds', { unit: 'seconds', least: 0, most: MAX_SKEW_SECONDS });
  assertWhole(maxLifetimeSeconds, 'jwt.maxLifetimeSeconds', { unit: 'seconds', least: 1, most: YEAR_SECONDS });
  if (nameClaim !== undefined) assertText(nameClaim, 'jwt.nameClaim', 'give the name of a claim, such as "name"');
  assertFunction(now, 'jwt.now');
  return {
    issuer: issuerOf(options),
    audience: audienceOf(options),
    findKey: keysOf(options, now),
    algorithms: algorithmsOf(options),
    types: typesOf(options),
    clockSkewSeconds,
    maxLifetimeSeconds,
    roles: mappedClaim(options.roles, 'jwt.roles', 'roles'),
    permissions: mappedClaim(options.permissions, 'jwt.permissions', 'scope'),
    permissionsOf: rolesFunction(options, 'permissionsOf', () => []),
    namedRoles: rolesFunction(options, 'namedRoles', (names) => names),
    nameClaims: nameClaim === undefined ? ['name', 'preferred_username', 'email'] : [nameClaim],
    now,
  };
}

function issuerOf({ issuer }: JwtOptions): string {
  assertText(issuer, 'jwt.issuer', 'give the exact "iss" of the tokens, such as "https://login.example.com/"');
  // A principal's subject is `<issuer>|<sub>`, which has to be read in one way only.
  if (issuer.includes('|'))
    throw wrong('jwt.issuer', 'holds "|", which no issuer has; give the exact "iss" of the tokens');
  return issuer;
}

function audienceOf({ audience }: JwtOptions): readonly string[] {
  const list = Array.isArray(audience) ? [...audience] : [audience];
  assertTexts(list, 'jwt.audience', 'give the "aud" that the issuer writes into tokens for this server');
  return list;
}

function keysOf({ jwksUri, jwks }: JwtOptions, now: () => number): KeyFinder {
  if ((jwksUri === undefined) === (jwks === undefined)) {
    throw wrong('jwt.jwksUri', 'give either this or jwt.jwks, and not both: the keys have one source');
  }
  if (jwks !== undefined) return createFixedKeys(assertKeySet(jwks), now);
  return createRemoteKeys(assertKeysAddress(jwksUri), now);
}

function algorithmsOf({ algorithms = ALGORITHMS }: JwtOptions): readonly string[] {
  const remedy = `give a list of ${ALGORITHMS.join(', ')}`;
  assertTexts(algorithms, 'jwt.algorithms', remedy);
  for (const name of algorithms) {
    if (/^(?:hs|none)/i.test(name)) {
      throw wrong('jwt.algorithms', `${name} is not signed by a key that only the issuer has; ${remedy}`);
    }
    if (!ALGORITHMS.includes(name)) throw wrong('jwt.algorithms', `${name} is not known; ${remedy}`);
  }
  return [...algorithms];
}

function typesOf({ types = ['at+jwt', 'JWT'] }: JwtOptions): ReadonlySet<string> {
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => typeof type !== 'string')) {
    throw wrong('jwt.types', 'give a list of values of "typ", such as "at+jwt"; "" stands for none');
  }
  return new Set(types.map((type: string) => (type === '' ? '' : mediaType(type))));
}

function mappedClaim(
  given: JwtOptions['roles'] | JwtOptions['permissions'],
  option: string,
  usualClaim: string,
): { readonly claim: string; readonly mapping: ResolvedMapping } {
  if (given === undefined) return { claim: usualClaim, mapping: new Map() };
  assertObject(given, option, 'give an object with claim and mapping');
  const unknown = Object.keys(given).find((name) => name !== 'claim' && name !== 'mapping');
  if (unknown !== undefined)
    throw wrong(`${option}.${unknown}`, 'there is no such option; there are claim and mapping');
  const { claim = usualClaim, mapping } = given;
  assertText(claim, `${option}.claim`, `give the name of a claim, such as "${usualClaim}"`);
  const remedy = 'give an object from values of the claim to names, each a string or a list of strings; no patterns';
  assertObject(mapping, `${option}.mapping`, remedy);
  const entries = Object.entries(mapping).map(([value, names]): [string, readonly string[]] => {
    const list = Array.isArray(names) ? [...names] : [names];
    assertTexts(list, `${option}.mapping`, remedy);
    return [value, list];
  });
  return { claim, mapping: new Map(entries) };
}

function rolesFunction(options: JwtOptions, name: 'permissionsOf' | 'namedRoles', usual: RolesFunction): RolesFunction {
  const given = options[name] ?? usual;
  assertFunction(given, `jwt.${name}`);
  return given;
}

function assertFunction(value: unknown, option: string): void {
  if (typeof value !== 'function') throw wrong(option, 'is not a function; leave it out, or give one');
}
