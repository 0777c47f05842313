/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 */

import { assertAddress, assertKnown, assertObject, assertText, wrong } from './option-checks.ts';
import type {
  OidcClientAuth,
  OidcIssuerOptions,
  OidcOptions,
  OidcResponseMode,
  ResolvedOptions,
  ResolvedRoles,
} from './options.ts';
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
  responseMode: true,
  timeoutMs: true,
  allowHttp: true,
  now: true,
};

const CLIENT_AUTHS: readonly OidcClientAuth[] = ['client_secret_basic', 'client_secret_post', 'none'];

const RESPONSE_MODES: readonly OidcResponseMode[] = ['query', 'form_post'];

/** Where metadata are below the issuer (OpenID Connect Discovery §4). */
const WELL_KNOWN = '/.well-known/openid-configuration';

const TIMEOUT_MS = { usual: 5_000, least: 100, most: 30_000 };

/** @throws AuthError `oidc/options-invalid`. */
export function resolveOptions(given: OidcOptions): ResolvedOptions {
  assertObject(given, 'oidc', 'give an object with name, issuer and clientId');
  assertKnown(given, 'oidc', Object.keys(NAMES));
  const options = withPreset(given);
  assertButton(options);
  const { clientId, nameClaim, prompt = null, responseMode = null, allowHttp = false, now = Date.now } = options;
  assertText(clientId, 'oidc.clientId', 'give the client id that the provider has for this server');
  if (typeof allowHttp !== 'boolean') throw wrong('oidc.allowHttp', 'is not true or false; give one, or leave it out');
  if (nameClaim !== undefined) assertText(nameClaim, 'oidc.nameClaim', 'give the name of a claim, such as "name"');
  if (prompt !== null) assertText(prompt, 'oidc.prompt', 'give a word such as "select_account", or leave it out');
  if (responseMode !== null && !RESPONSE_MODES.includes(responseMode)) {
    throw wrong('oidc.responseMode', `is not known; give ${RESPONSE_MODES.join(' or ')}, or leave it out`);
  }
  if (typeof now !== 'function') throw wrong('oidc.now', 'is not a function; leave it out, or give one');
  return {
    name: options.name,
    issuer: issuerOf(options, allowHttp),
    clientId,
    ...clientOf(options),
    scopes: scopesOf(options),
    discoveryUrl: discoveryUrlOf(options, allowHttp),
    roles: rolesOf(options),
    nameClaims: nameClaim === undefined ? ['name', 'preferred_username', 'email'] : [nameClaim],
    prompt,
    responseMode,
    timeoutMs: timeoutOf(options),
    allowHttp,
    now,
  };
}

function assertButton({ id = 'oidc', name, icon, description }: OidcIssuerOptions): void {
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,32}$/.test(id)) {
    throw wrong('oidc.id', 'give 1 to 32 lower-case letters, digits and "-"; it stands in addresses and sessions');
  }
  assertText(name, 'oidc.name', 'give what people call the provider, as in "Sign in with Acme"');
  if (icon !== undefined) assertText(icon, 'oidc.icon', 'give a path on this site, or leave it out');
  if (description !== undefined) assertText(description, 'oidc.description', 'give a sentence, or leave it out');
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

function clientOf(options: OidcIssuerOptions): Pick<ResolvedOptions, 'clientSecret' | 'clientAuth'> {
  const { clientSecret = null } = options;
  if (clientSecret !== null) assertText(clientSecret, 'oidc.clientSecret', 'give it, or leave it out');
  const { clientAuth = clientSecret === null ? 'none' : 'client_secret_basic' } = options;
  if (!CLIENT_AUTHS.includes(clientAuth)) {
    throw wrong('oidc.clientAuth', `is not known; give one of ${CLIENT_AUTHS.join(', ')}`);
  }
  if ((clientAuth === 'none') !== (clientSecret === null)) {
    throw wrong('oidc.clientAuth', 'and oidc.clientSecret contradict each other; leave this out, or set both');
  }
  return { clientSecret, clientAuth };
}

function scopesOf({ scopes = 'openid profile email' }: OidcIssuerOptions): string {
  const remedy = 'give scopes with spaces between, such as "openid profile email"';
  assertText(scopes, 'oidc.scopes', remedy);
  const words = scopes.split(/\s+/).filter((word) => word !== '');
  if (!words.includes('openid')) throw wrong('oidc.scopes', `lacks "openid", which makes it a sign-in; ${remedy}`);
  return words.join(' ');
}

function rolesOf({ roles }: OidcIssuerOptions): ResolvedRoles | null {
  if (roles === undefined) return null;
  assertObject(roles, 'oidc.roles', 'give an object with claim and mapping');
  assertKnown(roles, 'oidc.roles', ['claim', 'mapping']);
  const { claim = 'roles', mapping } = roles;
  assertText(claim, 'oidc.roles.claim', 'give the name of a claim, such as "roles"');
  const remedy = 'give an object from values of the claim to roles, each a string or a list of strings; no patterns';
  assertObject(mapping, 'oidc.roles.mapping', remedy);
  const entries = Object.entries(mapping).map(([value, given]): [string, readonly string[]] => {
    const names: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (names.length === 0) throw wrong('oidc.roles.mapping', `has an empty list; ${remedy}`);
    return [value, names.map((name) => roleOf(name, remedy))];
  });
  return { claim, mapping: new Map(entries) };
}

function roleOf(name: unknown, remedy: string): string {
  assertText(name, 'oidc.roles.mapping', remedy);
  return name;
}

function timeoutOf({ timeoutMs = TIMEOUT_MS.usual }: OidcIssuerOptions): number {
  const { least, most } = TIMEOUT_MS;
  if (Number.isInteger(timeoutMs) && timeoutMs >= least && timeoutMs <= most) return timeoutMs;
  throw wrong('oidc.timeoutMs', `is not a whole number of milliseconds from ${least} to ${most}; give one`);
}
