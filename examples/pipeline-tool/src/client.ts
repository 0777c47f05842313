/**
 * The client of a request, as Doorward sees it: needed for whatever is done to users in somebody's name.
 */

import type { IncomingMessage } from 'node:http';
import type { OwnActor } from '@doorward/accounts';
import type { EndpointContext } from '@doorward/core';
import { NodeRequestView } from '@doorward/node';
import type { Call } from './answer.ts';
import { auth, basePath, PATHS } from './auth.ts';

/** Who asks for a change, and from where. */
export function actorOf({ message, auth: { principal, session } }: Call): OwnActor {
  if (principal === null) throw new TypeError('nobody is signed in on a public path');
  return { principal, sessionId: session?.id ?? null, clientAddress: loginContext(message).clientAddress };
}

/** What Doorward's login page would know of this client. */
export function loginContext(message: IncomingMessage): EndpointContext {
  const decision = auth.begin(new NodeRequestView(message, basePath + PATHS.login, '', null));
  if (!('kind' in decision) || decision.kind !== 'endpoint') throw new TypeError('the login page is not there');
  return decision.context;
}
