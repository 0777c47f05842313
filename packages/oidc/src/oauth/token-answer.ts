/**
 * What a token endpoint answered, put as RFC 6749 has it: some say an error with status 200, or write a form.
 * @see RFC 6749 §5.1, §5.2
 */

import type { Answer } from '../answer.ts';
import type { Claims } from '../identity.ts';
import { onlyValue } from '../parameters.ts';
import { jsonObject } from './json-object.ts';

/** All others are passed over: an ID token that nobody asked for is not checked, so it must not count. */
const KEPT = ['access_token', 'token_type', 'expires_in', 'refresh_token'];

/** GitHub's word for a refresh token that is over, or was taken back. */
const REFRESH_REFUSED = 'bad_refresh_token';

/** What cannot be read stays as it is: the protocol's library says what is wrong with it. */
export function readTokenAnswer(answer: Answer): Answer {
  const given = readBody(answer);
  if (given === null) return answer;
  const error = given['error'] ?? null;
  const said = error === null ? kept(given) : { error: error === REFRESH_REFUSED ? 'invalid_grant' : error };
  const headers = new Headers(answer.headers);
  headers.set('content-type', 'application/json');
  return {
    status: error !== null && answer.status === 200 ? 400 : answer.status,
    headers,
    body: Buffer.from(JSON.stringify(said)),
  };
}

function readBody({ status, headers, body }: Answer): Claims | null {
  // Glewlwyd says no more of a refresh token that was taken back.
  if (status === 400 && body.length === 0) return { error: 'invalid_grant' };
  return isForm(headers) ? formOf(body) : jsonObject(body);
}

function isForm(headers: Headers): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '');
}

/** A name that is there twice is left out. */
function formOf(body: Buffer): Claims {
  const form = new URLSearchParams(body.toString());
  return Object.fromEntries([...form.keys()].map((name) => [name, onlyValue(form, name)]));
}

function kept(given: Claims): Claims {
  return Object.fromEntries(
    KEPT.flatMap((name) => (Object.hasOwn(given, name) ? [[name, given[name] ?? undefined]] : [])),
  );
}
