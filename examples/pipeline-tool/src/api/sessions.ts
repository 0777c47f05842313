/**
 * `/api/sessions`: signing in for programs, in the shape of Mage. The session is Doorward's cookie; a
 * token comes with OAuth tokens.
 */

import { type Handler, json } from '../answer.ts';
import { auth } from '../auth.ts';
import { ApiError } from '../error-body.ts';
import { readRecord } from '../read-body.ts';
import { signIn } from './sign-in.ts';
import { userRecord } from './user-record.ts';

export const createSession: Handler = async ({ message }) => {
  if (auth.isOpen) throw new ApiError(402, 'Authentication is off: there is nothing to sign in to.');
  const { email, username, password } = await readRecord(message, 'session');
  const name = email ?? username;
  if (typeof name !== 'string' || typeof password !== 'string' || name === '' || password === '') {
    throw new ApiError(404, 'Email/username and password are required.');
  }
  const signedIn = await signIn(message, name, password);
  if (signedIn.kind === 'refused') {
    // As Mage says it, for an unknown user and a wrong password alike.
    if (signedIn.answer.status === 401) throw new ApiError(404, 'Email/username and/or password invalid.');
    return signedIn.answer;
  }
  const expires = new Date(signedIn.expiresAt).toISOString();
  const session = { expires, user: userRecord(signedIn.user) };
  return json({ session }, 200, { 'set-cookie': [...signedIn.cookies] });
};
