/**
 * What the guard leaves on a request, for nested apps of any framework and for `getAuth`. It hangs
 * under one symbol on Node's message, which all frameworks share.
 */

import type { IncomingMessage } from 'node:http';
import { type Auth, AuthError, type Principal, type RequestAuth, type RequestView } from '@doorward/core';

export interface RequestState {
  readonly auth: Auth;
  readonly view: RequestView;
  readonly request: RequestAuth;
}

/** One symbol for every copy of this package, so that the guard runs once. */
const STATE: unique symbol = Symbol.for('doorward.request-state');

interface WithState {
  [STATE]?: RequestState;
}

export function setRequestState(message: object, state: RequestState): void {
  (message as WithState)[STATE] = state;
}

export function requestState(message: object): RequestState | undefined {
  return (message as WithState)[STATE];
}

/** @throws AuthError `node/guard-missing` when no guard saw the request. */
export function requireRequestState(message: object | undefined): RequestState {
  const state = message === undefined ? undefined : requestState(message);
  if (state !== undefined) return state;
  throw new AuthError(
    'node/guard-missing',
    'No Doorward guard saw this request. Add app.use(doorward()) before the routes that ask for it.',
  );
}

/**
 * What Doorward knows of a Node request, or of the request that opened a socket.
 *
 * @throws AuthError `node/guard-missing` without a guard before.
 */
export function getAuth(message: IncomingMessage): RequestAuth {
  return requireRequestState(message).request;
}

/** Shared by every copy of this package too. Few requests have one, and to look for a property that is not there takes time. */
const PRINCIPALS: unique symbol = Symbol.for('doorward.outer-principals');
const globals = globalThis as { [PRINCIPALS]?: WeakMap<object, Principal> };
globals[PRINCIPALS] ??= new WeakMap();
const principals = globals[PRINCIPALS];

/**
 * For a login of your own in front: names whom the request acts as. The guard then keeps this
 * principal and asks for no credential.
 */
export function setPrincipal(message: IncomingMessage, principal: Principal): void {
  principals.set(message, principal);
}

export function outerPrincipal(message: IncomingMessage): Principal | undefined {
  return principals.get(message);
}
