/**
 * Signs a client in with name and password, by Doorward's own login endpoint: guesses are counted, and
 * the cookie is made there and nowhere else.
 */

import type { IncomingMessage } from 'node:http';
import type { User } from '@doorward/auth';
import { FetchRequestView } from '@doorward/core';
import { type Answer, json } from '../answer.ts';
import { auth, basePath, PATHS, people } from '../auth.ts';
import { loginContext } from '../client.ts';

export type SignedIn =
  | {
      readonly kind: 'signed-in';
      readonly user: User;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
      /** Set-Cookie values. */
      readonly cookies: readonly string[];
    }
  | { readonly kind: 'refused'; readonly answer: Answer };

export async function signIn(message: IncomingMessage, username: string, password: string): Promise<SignedIn> {
  const context = loginContext(message);
  const response = await auth.handle(loginRequest(message, { username, password }), context);
  if (response.status !== 200) return { kind: 'refused', answer: await toAnswer(response) };
  const cookies = response.headers.getSetCookie();
  const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ');
  // The account page is the one that every user may see, whatever he owes.
  const account = new Request(`http://this.tool${basePath}${PATHS.account}`, { headers: { cookie } });
  const decision = await auth.begin(new FetchRequestView(account, '', message.socket.remoteAddress));
  const state = decision.kind === 'endpoint' ? decision.context.state : null;
  if (!state?.principal || state.session === null) throw new Error('a session that was just made is not there');
  const { principal, session } = state;
  const user = await people.own.get({ principal, sessionId: session.id, clientAddress: context.clientAddress });
  return { kind: 'signed-in', user, expiresAt: session.expiresAt, cookies };
}

/** The client's headers go along: they tell Doorward its old session, its browser and its origin. */
function loginRequest({ headers }: IncomingMessage, fields: Readonly<Record<string, string>>): Request {
  const list = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  for (const name of ['cookie', 'host', 'origin', 'sec-fetch-site', 'user-agent']) {
    const value = headers[name];
    if (typeof value === 'string') list.set(name, value);
  }
  // A script. Pages of other sites cannot send the JSON that came here, and always name their origin.
  if (!list.has('origin') && !list.has('sec-fetch-site')) list.set('sec-fetch-site', 'same-origin');
  const body = JSON.stringify(fields);
  return new Request(`http://this.tool${basePath}${PATHS.login}`, { method: 'POST', headers: list, body });
}

async function toAnswer(response: Response): Promise<Answer> {
  return json(await response.json(), response.status, Object.fromEntries(response.headers));
}
