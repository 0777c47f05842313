/**
 * What middleware cannot do: it is never asked about upgrades, and Node has told a client to go on
 * sending before it is asked about a body. The server's `emit` is wrapped for both; a listener of ours
 * would stand beside the app's, and could not keep it from running.
 *
 * @see RFC 9110 §7.8 (Upgrade), §10.1.1 (Expect)
 */

import { type Server as HttpServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Auth,
  isAuthError,
  type MaybePromise,
  problemResponse,
  problems,
  RequestAuth,
  type Respond,
  type RuleFinder,
} from '@doorward/core';
import { guardUpgrade, judgeRequest } from './guard-request.ts';
import { holdSocket } from './live-request.ts';

const ATTACHED: unique symbol = Symbol.for('doorward.attached');

export interface AttachOptions {
  /** The apps mounted on this server; `null` without any. */
  readonly mounts: RuleFinder | null;
  /** The prefix below which they are mounted in an app around them; `''` at the root. */
  readonly rootPath: string;
}

/** True when this server was attached, by any copy of this package. */
export function isAttached(server: Server): boolean {
  return ATTACHED in server;
}

/** Guards upgrades on every path, known or not, and `Expect: 100-continue`. Attaching twice is attaching once. */
export function attachServer(server: Server, auth: Auth, place: AttachOptions): void {
  if (isAttached(server)) return;
  Object.defineProperty(server, ATTACHED, { value: true });
  const emit = server.emit;
  const pass = (event: string, args: readonly unknown[]): boolean => Reflect.apply(emit, server, [event, ...args]);

  server.emit = function guardedEmit(event: string, ...args: unknown[]): boolean {
    if (event === 'upgrade') {
      const [message, socket] = args as [IncomingMessage, Duplex];
      enterUpgrade(auth, place, message, socket, () => pass(event, args));
      return true;
    }
    if (event === 'checkContinue') {
      const [message, response] = args as [IncomingMessage, ServerResponse];
      enterContinue(
        auth,
        place,
        message,
        () => pass(event, args),
        () => pass('request', [message, response]),
      );
      return true;
    }
    return pass(event, args);
  } as typeof server.emit;
  if ('requestTimeout' in server) answerExpectations(server as HttpServer, pass);
}

/** Without a listener Node says 100 Continue by itself, before anybody was asked. */
function answerExpectations(server: HttpServer, pass: (event: string, args: readonly unknown[]) => boolean): void {
  server.on('checkContinue', (message, response) => {
    if (server.listenerCount('checkContinue') > 1) return;
    response.writeContinue();
    pass('request', [message, response]);
  });
}

/** Goes on with an upgrade that may, and answers any other in place of 101. */
export function enterUpgrade(
  auth: Auth,
  place: AttachOptions,
  message: IncomingMessage,
  socket: Duplex,
  proceed: () => void,
): void {
  // An error before the owner listens would end the process.
  const ignore = (): void => undefined;
  socket.on('error', ignore);
  whenSettled(
    () => guardUpgrade(auth, message, place),
    (outcome) => {
      socket.off('error', ignore);
      if (socket.destroyed) return;
      if (!(outcome instanceof RequestAuth)) return refuseUpgrade(socket, outcome);
      holdSocket(message, socket);
      proceed();
    },
    (error) => refuseUpgrade(socket, failure(error)),
  );
}

/** A stranger's body is not asked for: the guard in the app answers it. A member's is. */
function enterContinue(
  auth: Auth,
  place: AttachOptions,
  message: IncomingMessage,
  goOn: () => void,
  answer: () => void,
): void {
  whenSettled(
    () => judgeRequest(auth, message, place),
    (decision) => (decision.kind === 'respond' ? answer() : goOn()),
    answer,
  );
}

function whenSettled<T>(
  start: () => MaybePromise<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  try {
    const value = start();
    if (value instanceof Promise) value.then(done, failed);
    else done(value);
  } catch (error) {
    failed(error);
  }
}

function failure(error: unknown): Respond {
  return isAuthError(error)
    ? problemResponse(problems.unavailable)
    : problemResponse({ ...problems.unavailable, status: 500 });
}

/** Writes the answer in place of 101, and closes. */
function refuseUpgrade(socket: Duplex, { status, headers, body }: Respond): void {
  socket.on('error', () => socket.destroy());
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), 1_000).unref();
}
