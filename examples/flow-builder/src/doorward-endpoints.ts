/**
 * Doorward's own login and logout, asked for by our API: it has other paths and other answers than
 * they have, and what they do stays Doorward's.
 */

import type { IncomingMessage } from 'node:http';
import type { OwnActor } from '@doorward/accounts';
import { type EndpointContext, FetchRequestView, type Principal } from '@doorward/core';
import { NodeRequestView } from '@doorward/node';
import { auth } from './auth.ts';
import type { Call } from './call.ts';

const site = auth.site('');

/** What Doorward answers to a JSON body at its `/login` or `/logout`, sent by the client of `message`. */
export async function askDoorward(
  message: IncomingMessage,
  name: 'login' | 'logout',
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', 'content-type': 'application/json' });
  for (const name of PASSED_ON) {
    const value = message.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  // No browser: they name the origin of every POST. Doorward's own form would ask for it.
  if (!headers.has('origin') && !headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin');
  const body = JSON.stringify(fields);
  const request = new Request(`http://millrace.invalid/${name}`, { method: 'POST', headers, body });
  return auth.handle(request, await contextOf(message, name));
}

/** What says where the request came from, and with which session. */
const PASSED_ON = ['cookie', 'origin', 'sec-fetch-site', 'host', 'user-agent'];

/** Whom the cookies of an answer stand for; `null` as long as a new password has to be chosen first. */
export async function principalOf(cookies: readonly string[]): Promise<Principal | null> {
  const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ');
  const view = new FetchRequestView(
    new Request(`http://millrace.invalid${site.arriving}/flows`, { headers: { cookie } }),
    '',
  );
  const decision = await auth.begin(view);
  return decision.kind === 'continue' ? decision.principal : null;
}

/** Who asks for a change, for the rules and for the audit log. @throws TypeError on a public path without session. */
export async function actorOf({ message, auth: { principal, session } }: Call): Promise<OwnActor> {
  if (principal === null) throw new TypeError('a handler on a public path asked who is signed in');
  return { principal, clientAddress: await clientAddressOf(message), sessionId: session?.id ?? null };
}

/** With DOORWARD_TRUST_PROXY taken into account. */
export async function clientAddressOf(message: IncomingMessage): Promise<string> {
  return (await contextOf(message, 'login')).clientAddress;
}

async function contextOf(message: IncomingMessage, name: 'login' | 'logout'): Promise<EndpointContext> {
  const decision = await auth.begin(new NodeRequestView(message, `${site.arriving}/${name}`, '', null));
  if (decision.kind === 'endpoint') return decision.context;
  throw new TypeError(`/${name} is not where Doorward has its ${name}`);
}
