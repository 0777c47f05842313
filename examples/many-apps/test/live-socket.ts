/**
 * The socket of the live page, as the page opens it.
 */

import { WebSocket } from 'ws';
import type { Message } from '../src/browser/message.ts';

export interface LiveSocket {
  /** What the server said first. */
  readonly first: Message;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  next(): Promise<Message>;
}

/** Opens it. @throws Error that ends with the status which came in place of 101. */
export async function openLive(
  port: number,
  headers: Readonly<Record<string, string>>,
  path = '/live/ws',
): Promise<LiveSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const next = (): Promise<Message> =>
    new Promise((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data)) as Message));
      socket.once('error', reject);
    });
  return { first: await next(), closed, next };
}
