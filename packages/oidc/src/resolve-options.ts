/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 */

import { assertButton, clientOf, resolveRoles } from './client-options.ts';
import { assertAddress, assertKnown, assertObject, assertText, assertWhole, wrong } from './option-checks.ts';
import type { OidcIssuerOptions, OidcOptions, OidcResponseMode, ResolvedOptions } from './options.ts';
import { withPreset } from './presets.ts';

const NAMES: Readonly<Record<keyof OidcIssuerOptions, true>> = {
  id: true,
  name: true,
  icon: true,
  description: true,
  preset: true,
  tenant: true,
  issuer: true,
  clientId: true,
  clientSecret: true,
  clientAuth: true,
  scopes: true,
  discoveryUrl: true,
  roles: true,
  nameClaim: true,
  prompt: true,
  maxAgeSeconds: true,
  acrValues: true,
  responseMode: true,
  timeoutMs: true,
  allowHttp: true,
  now: true,
};

const RESPONSE_MODES: readonly OidcResponseMode[] = ['query', 'form_post'];

/** A year: beyond it nobody means it. */
const MAX_AGE_SECONDS = 365 * 24 * 60 * 60;

/** Where metadata are below the issuer (OpenID Connect Discovery §4). */
const WELL_KNOWN = '/.well-known/openid-configuration';

/** @throws AuthError `oidc/options-invalid`. */
export function resolveOptions(given: OidcOptions): ResolvedOptions {
  assertObject(given, 'oidc', 'give an object with name, issuer and clientId');
  assertKnown(given, 'oidc', Object.keys(NAMES));
  const options = withPreset(given);
  assertButton(options, 'oidc');
  const { nameClaim, prompt = null, responseMode = null, maxAgeSeconds = null } = options;
  const client = clientOf(options, 'oidc');
  if (nameClaim !== undefined) assertText(nameClaim, 'oidc.nameClaim', 'give the name of a claim, such as "name"');
  if (prompt !== null) assertText(prompt, 'oidc.prompt', 'give a word such as "select_account", or leave it out');
  if (maxAgeSeconds !== null)
    assertWhole(maxAgeSeconds, 'oidc.maxAgeSeconds', { unit: 'seconds', least: 0, most: MAX_AGE_SECONDS });
  if (responseMode !== null && !RESPONSE_MODES.includes(responseMode)) {
    throw wrong('oidc.responseMode', `is not known; give ${RESPONSE_MODES.join(' or ')}, or leave it out`);
  }
  return {
    ...client,
    name: options.name,
    issuer: issuerOf(options, client.allowHttp),
    scopes: scopesOf(options),
    discoveryUrl: discoveryUrlOf(options, client.allowHttp),
    roles: resolveRoles(options, 'oidc'),
    nameClaims: nameClaim === undefined ? ['name', 'preferred_username', 'email'] : [nameClaim],
    prompt,
    maxAgeSeconds,
    acrValues: acrValuesOf(options),
    responseMode,
  };
}

function issuerOf({ issuer }: OidcIssuerOptions, allowHttp: boolean): string {
  assertAddress(issuer, 'oidc.issuer', 'give the "issuer" of the provider\'s metadata', allowHttp);
  return issuer;
}

function discoveryUrlOf({ issuer, discoveryUrl }: OidcIssuerOptions, allowHttp: boolean): URL {
  if (discoveryUrl === undefined) return new URL(issuer.replace(/\/$/, '') + WELL_KNOWN);
  const remedy = `give the whole https address of the provider's metadata, which ends like "${WELL_KNOWN}"`;
  const address = assertAddress(discoveryUrl, 'oidc.discoveryUrl', remedy, allowHttp);
  if (!address.pathname.includes('/.well-known/')) throw wrong('oidc.discoveryUrl', `is somewhere else; ${remedy}`);
  return address;
}

function acrValuesOf({ acrValues }: OidcIssuerOptions): string | null {
  if (acrValues === undefined) return null;
  assertText(acrValues, 'oidc.acrValues', 'give values of "acr" with spaces between, or leave it out');
  return acrValues
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}

function scopesOf({ scopes = 'openid profile email' }: OidcIssuerOptions): string {
  const remedy = 'give scopes with spaces between, such as "openid profile email"';
  assertText(scopes, 'oidc.scopes', remedy);
  const words = scopes.split(/\s+/).filter((word) => word !== '');
  if (!words.includes('openid')) throw wrong('oidc.scopes', `lacks "openid", which makes it a sign-in; ${remedy}`);
  return words.join(' ');
}
