/**
 * Checks where keys come from when the server starts.
 * @see RFC 7517, RFC 8725 §3.10
 */

import { isLoopbackHost } from '@doorward/core';
import type { JSONWebKeySet } from 'jose';
import { assertObject, assertText, wrong } from '../option-checks.ts';

const ADDRESS_REMEDY = 'give the https address of the issuer\'s keys, its "jwks_uri"';
const KEYS_REMEDY = 'give { keys: [...] } with public keys of kty RSA, EC or OKP';

/** @throws AuthError `jwt/options-invalid`. */
export function assertKeysAddress(jwksUri: unknown): URL {
  assertText(jwksUri, 'jwt.jwksUri', ADDRESS_REMEDY);
  if (!URL.canParse(jwksUri)) throw wrong('jwt.jwksUri', `is no address; ${ADDRESS_REMEDY}`);
  const address = new URL(jwksUri);
  if (address.username !== '' || address.password !== '') {
    throw wrong('jwt.jwksUri', `holds a user name or password; ${ADDRESS_REMEDY}`);
  }
  // Whoever can change the keys on their way can sign for anybody.
  if (address.protocol === 'https:' || (address.protocol === 'http:' && isLoopbackHost(address.host))) return address;
  throw wrong('jwt.jwksUri', `is not https; ${ADDRESS_REMEDY}`);
}

/** @throws AuthError `jwt/options-invalid`. */
export function assertKeySet(jwks: unknown): JSONWebKeySet {
  assertObject(jwks, 'jwt.jwks', KEYS_REMEDY);
  const keys: unknown = Reflect.get(jwks, 'keys');
  if (!Array.isArray(keys) || keys.length === 0) throw wrong('jwt.jwks', `has no keys; ${KEYS_REMEDY}`);
  for (const [index, key] of keys.entries()) assertPublicKey(key, `jwt.jwks.keys[${index}]`);
  return { keys };
}

function assertPublicKey(key: unknown, option: string): void {
  assertObject(key, option, KEYS_REMEDY);
  if (!['RSA', 'EC', 'OKP'].includes(String(Reflect.get(key, 'kty')))) {
    throw wrong(option, `is no public key, or of an unknown kind; ${KEYS_REMEDY}`);
  }
  if (Reflect.has(key, 'd'))
    throw wrong(option, 'is a private key, which only the issuer may have; give the public one');
}
