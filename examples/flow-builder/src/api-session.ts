/**
 * Signing in and out by the API, and who is signed in.
 */

import { auth } from './auth.ts';
import { type Answer, type Call, json, readForm, readJson } from './call.ts';
import { actorOf, askDoorward, principalOf } from './doorward-endpoints.ts';
import { ApiError } from './errors.ts';
import { accounts, type UserRead, userRead } from './user-read.ts';

/** `POST /login`, a form with `username` and `password`: 200 with the user, and the session's cookie. */
export async function login(call: Call): Promise<Answer> {
  const { message } = call;
  const isJson = message.headers['content-type']?.startsWith('application/json') === true;
  const body = isJson ? await readJson(message) : Object.fromEntries(await readForm(message));
  const { username, password } = body;
  if (typeof username !== 'string' || username === '' || typeof password !== 'string' || password === '') {
    throw new ApiError(422, 'username and password: both are required.');
  }
  return signIn(call, username, password);
}

/** Also what follows a change of the password, which ends every session. */
export async function signIn({ message }: Call, username: string, password: string): Promise<Answer> {
  const answer = await askDoorward(message, 'login', { username, password });
  const headers = headersOf(answer);
  if (answer.status === 401) return json(401, { detail: 'Incorrect username or password' }, headers);
  if (!answer.ok) return { status: answer.status, headers, body: await answer.text() };
  if (auth.isOpen) return json(200, null, headers);
  const principal = await principalOf(answer.headers.getSetCookie());
  if (principal === null) return json(403, { detail: 'Choose a new password first, on the account page.' }, headers);
  return json(200, userRead(await accounts.own.get({ principal, clientAddress: '', sessionId: null })), headers);
}

/** `POST /logout`: the session ends on the server, and its cookie goes. */
export async function logout({ message }: Call): Promise<Answer> {
  const answer = await askDoorward(message, 'logout');
  if (!answer.ok) return { status: answer.status, headers: headersOf(answer), body: await answer.text() };
  return json(200, { message: 'Logout successful' }, headersOf(answer));
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
  return userRead(await accounts.own.get(await actorOf(call)));
}

/** What of Doorward's answer goes on to the client. */
function headersOf({ headers }: Response): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = { 'cache-control': 'no-store' };
  for (const name of ['content-type', 'retry-after', 'www-authenticate']) {
    const value = headers.get(name);
    if (value !== null) passed[name] = value;
  }
  const cookies = headers.getSetCookie();
  return cookies.length === 0 ? passed : { ...passed, 'set-cookie': cookies };
}
