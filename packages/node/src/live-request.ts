/**
 * Ends what stays open after a request, when its session ends.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EndReason } from '@doorward/core';
import { requestState, requireRequestState } from './request-state.ts';

/** Given to the owner of a connection to close it in its own words. */
const GRACE_MS = 2_000;

const held = new WeakSet<object>();
const owners = new WeakMap<object, Set<EndListener>>();

export type EndListener = (reason: EndReason) => void;

/**
 * Calls back when the session or key of this request ends or the server closes, so that the owner of a socket can close it with a
 * code: `onSessionEnd(req, () => ws.close(1008, 'signed out'))`. Two seconds later the connection is
 * closed in any case. Never called for a request that nothing can end, such as one with the token. Answers how to stop listening.
 *
 * @throws AuthError `node/guard-missing` without a guard before.
 */
export function onSessionEnd(message: IncomingMessage, callback: EndListener): () => void {
  requireRequestState(message);
  const callbacks = owners.get(message) ?? new Set();
  owners.set(message, callbacks);
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

/** Closes an upgraded connection with its session. */
export function holdSocket(message: IncomingMessage, socket: Duplex): void {
  hold(message, socket, (reason) => {
    const callbacks = owners.get(message);
    for (const callback of callbacks ?? []) callback(reason);
    if (callbacks === undefined || callbacks.size === 0) socket.destroy();
    else setTimeout(() => socket.destroy(), GRACE_MS).unref();
  });
}

/** Closes an event stream with its session, or with the key that let it in; who asks again is told to sign in. */
export function holdEventStream(response: ServerResponse): void {
  hold(response.req, response, () => response.destroy());
}

function hold(message: IncomingMessage, connection: Duplex | ServerResponse, end: EndListener): void {
  const state = requestState(message);
  if (state === undefined || held.has(message)) return;
  held.add(message);
  const release = state.auth.live.hold(state.request.decision, end);
  connection.once('close', release);
}
