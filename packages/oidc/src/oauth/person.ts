/**
 * Who an access token is of, as the provider's own resource says.
 * @see RFC 6750 §2.1
 */

import { claimAt, type Identity } from '@doorward/core';
import { type Configuration, fetchProtectedResource } from 'openid-client';
import { refused } from '../answer.ts';
import { type Claims, MAX_EMAIL_LENGTH, MAX_NAME_LENGTH, rolesAt, textAt } from '../identity.ts';
import { isName } from '../parameters.ts';
import { jsonObject } from './json-object.ts';
import type { ResolvedOAuthOptions } from './oauth-options.ts';

const MAX_URL_LENGTH = 2048;

/** @throws AuthError `oidc/answer-refused` for what names nobody. */
export async function fetchPerson(
  config: Configuration,
  accessToken: string,
  options: ResolvedOAuthOptions,
): Promise<Identity> {
  const headers = new Headers({ accept: 'application/json' });
  const response = await fetchProtectedResource(config, accessToken, options.userUrl, 'GET', undefined, headers);
  if (response.status !== 200) throw refused(`status ${response.status} of the resource that says who it is`);
  const claims = jsonObject(new Uint8Array(await response.arrayBuffer()));
  if (claims === null) throw refused('the resource that says who it is answered no object in JSON');
  return personOf(claims, options);
}

function personOf(claims: Claims, { claims: names, roles }: ResolvedOAuthOptions): Identity {
  const username = textAt(claims, names.username, MAX_NAME_LENGTH);
  const name = textAt(claims, names.name, MAX_NAME_LENGTH) ?? username;
  const email = textAt(claims, names.email, MAX_EMAIL_LENGTH);
  const avatarUrl = avatarOf(claimAt(claims, names.avatar));
  return {
    subject: subjectOf(claimAt(claims, names.subject), names.subject),
    ...(username === undefined ? {} : { username }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    roles: rolesAt(claims, roles),
  };
}

function subjectOf(value: unknown, claim: string): string {
  // A larger number lost its last digits on the way through JSON: two people would be one.
  const subject = Number.isSafeInteger(value) ? String(value) : value;
  if (!isName(subject)) throw refused(`the claim "${claim}" is no subject`);
  return subject;
}

/** What a page can show without asking in the clear, and without running it. */
function avatarOf(value: unknown): string | undefined {
  const isShown = typeof value === 'string' && value.length <= MAX_URL_LENGTH && URL.canParse(value);
  return isShown && new URL(value).protocol === 'https:' ? value : undefined;
}
