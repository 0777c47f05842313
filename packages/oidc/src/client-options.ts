/**
 * Checks of the options that every provider of this package has: its button, this server as its client, and roles. `at` is
 * what stands before their names in messages.
 */

import { assertKnown, assertObject, assertText, assertWhole, wrong } from './option-checks.ts';
import type { OidcClientAuth, OidcRoles, ResolvedClient, ResolvedRoles } from './options.ts';

interface GivenButton {
  readonly id?: string;
  readonly name: string;
  readonly icon?: string;
  readonly description?: string;
}

interface GivenClient extends Partial<Pick<ResolvedClient, 'timeoutMs' | 'allowHttp' | 'now'>> {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly clientAuth?: OidcClientAuth;
}

const CLIENT_AUTHS: readonly OidcClientAuth[] = ['client_secret_basic', 'client_secret_post', 'none'];

const TIMEOUT_MS = { usual: 5_000, least: 100, most: 30_000 };

/** @throws AuthError `oidc/options-invalid`. */
export function assertButton({ id = 'oidc', name, icon, description }: GivenButton, at: string): void {
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,32}$/.test(id)) {
    throw wrong(`${at}.id`, 'give 1 to 32 lower-case letters, digits and "-"; it stands in addresses and sessions');
  }
  assertText(name, `${at}.name`, 'give what people call the provider, as in "Sign in with Acme"');
  if (icon !== undefined) assertText(icon, `${at}.icon`, 'give a path on this site, or leave it out');
  if (description !== undefined) assertText(description, `${at}.description`, 'give a sentence, or leave it out');
}

/** @throws AuthError `oidc/options-invalid`. */
export function clientOf(options: GivenClient, at: string): ResolvedClient {
  const { clientId, allowHttp = false, now = Date.now } = options;
  assertText(clientId, `${at}.clientId`, 'give the client id that the provider has for this server');
  if (typeof allowHttp !== 'boolean') throw wrong(`${at}.allowHttp`, 'is not true or false; give one, or leave it out');
  if (typeof now !== 'function') throw wrong(`${at}.now`, 'is not a function; leave it out, or give one');
  return { clientId, ...secretOf(options, at), timeoutMs: timeoutOf(options, at), allowHttp, now };
}

/** @throws AuthError `oidc/options-invalid`. */
export function resolveRoles({ roles }: { readonly roles?: OidcRoles }, at: string): ResolvedRoles | null {
  if (roles === undefined) return null;
  assertObject(roles, `${at}.roles`, 'give an object with claim and mapping');
  assertKnown(roles, `${at}.roles`, ['claim', 'mapping']);
  const { claim = 'roles', mapping } = roles;
  assertText(claim, `${at}.roles.claim`, 'give the name of a claim, such as "roles"');
  const remedy = 'give an object from values of the claim to roles, each a string or a list of strings; no patterns';
  assertObject(mapping, `${at}.roles.mapping`, remedy);
  const entries = Object.entries(mapping).map(([value, given]): [string, readonly string[]] => {
    const names: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (names.length === 0) throw wrong(`${at}.roles.mapping`, `has an empty list; ${remedy}`);
    return [value, names.map((name) => roleOf(name, `${at}.roles.mapping`, remedy))];
  });
  return { claim, mapping: new Map(entries) };
}

function roleOf(name: unknown, option: string, remedy: string): string {
  assertText(name, option, remedy);
  return name;
}

function secretOf(options: GivenClient, at: string): Pick<ResolvedClient, 'clientSecret' | 'clientAuth'> {
  const { clientSecret = null } = options;
  if (clientSecret !== null) assertText(clientSecret, `${at}.clientSecret`, 'give it, or leave it out');
  const { clientAuth = clientSecret === null ? 'none' : 'client_secret_basic' } = options;
  if (!CLIENT_AUTHS.includes(clientAuth)) {
    throw wrong(`${at}.clientAuth`, `is not known; give one of ${CLIENT_AUTHS.join(', ')}`);
  }
  if ((clientAuth === 'none') !== (clientSecret === null)) {
    throw wrong(`${at}.clientAuth`, `and ${at}.clientSecret contradict each other; leave this out, or set both`);
  }
  return { clientSecret, clientAuth };
}

function timeoutOf({ timeoutMs = TIMEOUT_MS.usual }: GivenClient, at: string): number {
  assertWhole(timeoutMs, `${at}.timeoutMs`, { unit: 'milliseconds', ...TIMEOUT_MS });
  return timeoutMs;
}
