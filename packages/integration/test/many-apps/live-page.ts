/**
 * What the live page of the example does with its socket: it comes back when the socket is lost, and ends when the session does.
 */

import { WebSocket } from 'ws';

/** RFC 6455 §7.4.1, policy violation: the example's word for a session that ended. */
const SIGNED_OUT = 1008;

export interface LivePage {
  /** How often it was connected, and heard something. */
  connections(): number;
  /** With which codes its sockets were closed. */
  readonly codes: readonly number[];
  readonly isConnected: () => boolean;
  /** Whether it was told that the session is over. */
  readonly isOver: () => boolean;
  close(): void;
}

export function openLivePage(port: number, cookie: string): LivePage {
  const codes: number[] = [];
  let connections = 0;
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isConnected = false;
  let isOver = false;

  function connect(): void {
    const origin = `http://127.0.0.1:${port}`;
    const made = new WebSocket(`ws://127.0.0.1:${port}/live/ws`, { headers: { cookie, origin } });
    socket = made;
    made.on('error', () => undefined);
    made.once('message', () => {
      isConnected = true;
      connections += 1;
    });
    made.once('close', (code) => {
      isConnected = false;
      codes.push(code);
      if (code === SIGNED_OUT) isOver = true;
      else if (!isOver) timer = setTimeout(connect, 100);
    });
  }

  connect();
  return {
    connections: () => connections,
    codes,
    isConnected: () => isConnected,
    isOver: () => isOver,
    close() {
      isOver = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}
