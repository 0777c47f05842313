/**
 * `/api/sessions`: signing in and out for programs, in the shape of Mage. The token is the session: as
 * OAUTH-TOKEN, as Bearer, and as the cookie that comes along.
 */

import type { OwnTokenOutcome } from '@doorward/auth';
import { type Handler, json } from '../answer.ts';
import { auth, people } from '../auth.ts';
import { ApiError } from '../error-body.ts';
import { readRecord } from '../read-body.ts';
import { userRecord } from './user-record.ts';

// #region sign-in
export const createSession: Handler = async ({ message, auth: { clientAddress } }) => {
  if (auth.isOpen) throw new ApiError(402, 'Authentication is off: there is nothing to sign in to.');
  const { email, username, password } = await readRecord(message, 'session');
  const name = email ?? username;
  if (typeof name !== 'string' || typeof password !== 'string' || name === '' || password === '') {
    throw new ApiError(404, 'Email/username and password are required.');
  }
  const outcome = await auth.signInForTokens(message, { name, password });
  if (outcome.kind !== 'signed-in') throw refusalOf(outcome);
  const { principal, pair, cookies } = outcome;
  const user = await people.own.get({ principal, clientAddress, sessionId: null });
  const expires = new Date(pair.accessExpiresAt).toISOString();
  const session = { expires, token: pair.accessToken, user: userRecord(user) };
  return json({ session }, 200, { 'set-cookie': [...cookies] });
};
// #endregion sign-in

/** Signs out. As in Mage the id is not read: a request ends the session of its own token, and no other. */
export const endSession: Handler = async ({ message }) => {
  const cookies = await auth.signOut(message);
  return json({ session: { expires: new Date().toISOString() } }, 200, { 'set-cookie': [...cookies] });
};

function refusalOf(outcome: Exclude<OwnTokenOutcome, { kind: 'signed-in' }>): ApiError {
  switch (outcome.kind) {
    case 'refused':
      // As Mage says it, for an unknown user and a wrong password alike.
      return new ApiError(404, 'Email/username and/or password invalid.');
    case 'waiting':
      return new ApiError(403, 'Unauthorized access. The account waits for approval.');
    case 'cross-site':
      return new ApiError(403, 'Unauthorized access. A page of another site sent this.');
    case 'limited':
      return new ApiError(429, 'Too many wrong attempts. Try again later.', outcome.retryAfterSeconds);
  }
}
