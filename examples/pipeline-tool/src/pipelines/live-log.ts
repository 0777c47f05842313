/**
 * The log of the latest run, as it is written: a socket that ends with its session.
 */

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { getAuth, onSessionEnd } from '@doorward/auth';
import { type WebSocket, WebSocketServer } from 'ws';
import { basePath } from '../auth.ts';
import type { LogMessage } from '../browser/message.ts';
import { findPipeline, type Pipeline, watchPipeline } from './pipelines.ts';
import type { Run } from './run.ts';

const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });

// #region socket
/** The guard was asked before: whoever comes here is signed in. */
export function serveLiveLogs(server: Server): void {
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    const pipeline = pipelineOf(message);
    if (pipeline === undefined) return refuse(socket, '404 Not Found');
    if (!getAuth(message).can('pipeline:read')) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(message, socket, head, (ws) => {
      ws.on('error', () => ws.terminate());
      onSessionEnd(message, () => ws.close(1008, 'signed out'));
      follow(ws, pipeline);
    });
  });
}
// #endregion socket

/** For the end of the process: a server does not end before its sockets. */
export function closeLiveLogs(): void {
  for (const ws of sockets.clients) ws.close(1001, 'the server ends');
}

function pipelineOf({ url = '' }: IncomingMessage): Pipeline | undefined {
  const below = url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : '';
  return findPipeline(/^\/pipelines\/([a-z0-9_]+)\/log(?:\?|$)/.exec(below)?.[1] ?? '');
}

/** First all there is of the latest run, then every line as it is written. */
function follow(ws: WebSocket, pipeline: Pipeline): void {
  const [latest] = pipeline.runs;
  if (latest !== undefined) ws.send(messageOf(latest, latest.lines));
  const stop = watchPipeline(pipeline, (run) => ws.send(messageOf(run, run.lines.slice(-1))));
  ws.on('close', stop);
}

function messageOf({ number, startedBy, status }: Run, lines: readonly string[]): string {
  const message: LogMessage = { number, startedBy, status, lines };
  return JSON.stringify(message);
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
