/**
 * Signing in and out by the API, new tokens for old, and who is signed in.
 */

import type { OwnTokenOutcome, TokenPair } from '@doorward/auth';
import { auth } from './auth.ts';
import { type Answer, actorOf, type Call, json, readForm, readJson } from './call.ts';
import { ApiError } from './errors.ts';
import { accounts, type UserRead, userRead } from './user-read.ts';

/** `POST /login`, a form with `username` and `password`: 200 with two tokens, which are two cookies as well. */
export async function login({ message }: Call): Promise<Answer> {
  const isJson = message.headers['content-type']?.startsWith('application/json') === true;
  const body = isJson ? await readJson(message) : Object.fromEntries(await readForm(message));
  const { username, password } = body;
  if (typeof username !== 'string' || username === '' || typeof password !== 'string' || password === '') {
    throw new ApiError(422, 'username and password: both are required.');
  }
  const outcome = await auth.signInForTokens(message, { name: username, password });
  if (outcome.kind !== 'signed-in') throw refusalOf(outcome);
  const { obligation, pair, cookies } = outcome;
  if (obligation !== null) {
    return json(403, { detail: 'Choose a new password first, on the account page.' }, withCookies(cookies));
  }
  return json(200, tokensOf(pair), withCookies(cookies));
}

/** `POST /refresh`: two new tokens for the refresh cookie, which is used up by that. */
export async function refresh({ message }: Call): Promise<Answer> {
  const renewed = await auth.refresh(message);
  if (renewed === null) throw new ApiError(401, 'Invalid refresh token');
  return json(200, tokensOf(renewed.pair), withCookies(renewed.cookies));
}

function tokensOf({ accessToken, refreshToken }: TokenPair) {
  return { access_token: accessToken, refresh_token: refreshToken, token_type: 'bearer' };
}

/** `POST /logout`: the session ends on the server with both its tokens, and the cookies go. */
export async function logout({ message }: Call): Promise<Answer> {
  return json(200, { message: 'Logout successful' }, withCookies(await auth.signOut(message)));
}

/** `GET /auto_login`. */
export async function autoLogin(call: Call): Promise<Answer> {
  if (auth.isOpen) return json(200, await ownUser(call));
  const message = 'Auto login is disabled. Please enable it in the settings';
  return json(400, { detail: { message, auto_login: false } });
}

/** `GET /session`: may be asked by anybody. */
export async function session(call: Call): Promise<Answer> {
  const user = call.auth.principal === null ? null : await ownUser(call);
  return json(200, { authenticated: user !== null, user });
}

export async function ownUser(call: Call): Promise<UserRead> {
  return userRead(await accounts.own.get(actorOf(call)));
}

const withCookies = (cookies: readonly string[]): Answer['headers'] => ({
  'set-cookie': [...cookies],
  'cache-control': 'no-store',
});

function refusalOf(outcome: Exclude<OwnTokenOutcome, { kind: 'signed-in' }>): ApiError {
  switch (outcome.kind) {
    case 'refused':
      return new ApiError(401, 'Incorrect username or password');
    case 'waiting':
      return new ApiError(403, 'Waiting for approval');
    case 'cross-site':
      return new ApiError(403, 'A page of another site sent this.');
    case 'limited':
      return new ApiError(429, 'Too many wrong attempts. Try again later.', outcome.retryAfterSeconds);
  }
}
