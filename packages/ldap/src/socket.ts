/**
 * Opens the socket to a server, encrypted before anything is said. Nothing of Node's checks of certificates can be
 * switched off, not by `NODE_TLS_REJECT_UNAUTHORIZED` either.
 * @see RFC 4513 §3.1, RFC 8446
 */

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Client } from 'ldapts';
import { type Deadline, within } from './deadline.ts';
import { unreachable, untrusted } from './failure.ts';
import type { Server } from './options.ts';

const START_TLS = '1.3.6.1.4.1.1466.20037';

const KEEP_ALIVE_MS = 30_000;

/** @throws AuthError `ldap/unreachable`, `ldap/untrusted`. */
export async function openSocket(server: Server, deadline: Deadline): Promise<Socket> {
  const tcp = connectTcp({ host: server.host, port: server.port, noDelay: true });
  tcp.setKeepAlive(true, KEEP_ALIVE_MS);
  const opened = open(tcp, server).catch((error: unknown) => {
    tcp.destroy();
    throw error;
  });
  return within(deadline, opened, () => {
    tcp.destroy();
    return unreachable(server, 'it took too long to connect');
  });
}

async function open(tcp: Socket, server: Server): Promise<Socket> {
  await event(tcp, 'connect').catch((error: unknown) => {
    throw unreachable(server, codeOf(error));
  });
  if (server.security === 'none') return tcp;
  if (server.security === 'start-tls') await startTls(tcp, server);
  const secure = connectTls(tlsOptions(tcp, server));
  await event(secure, 'secureConnect').catch((error: unknown) => {
    throw untrusted(server, codeOf(error));
  });
  return secure;
}

function tlsOptions(socket: Socket, { host, ca }: Server): ConnectionOptions {
  return {
    socket,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  };
}

/**
 * Asks in clear for encryption (RFC 4511 §4.14). By a client of its own, so that whatever somebody on the way sent
 * behind the answer is forgotten, and not taken for what comes encrypted.
 */
async function startTls(tcp: Socket, server: Server): Promise<void> {
  const client = new Client({ url: 'ldap://in.clear', createConnection: () => tcp });
  try {
    await client.exop(START_TLS);
  } catch {
    throw untrusted(server, 'it does not start TLS');
  }
  tcp.removeAllListeners('data');
}

/** Resolves with the event, rejects when the socket fails or ends before. */
function event(socket: Socket | TLSSocket, name: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      socket.off(name, settle);
      socket.off('error', settle);
      socket.off('close', onClose);
      if (error === undefined) resolve();
      else reject(error);
      // Until the client listens.
      socket.on('error', () => undefined);
    };
    const onClose = (): void => settle(new Error('closed'));
    socket.once(name, () => settle());
    socket.once('error', settle);
    socket.once('close', onClose);
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'the connection broke off';
}
