/**
 * Requests as browsers and scripts send them: the target as given, no redirect followed.
 */

import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `name=value` of each cookie set, for a `cookie` header. */
  readonly cookies: readonly string[];
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** What a browser adds when a person opens an address. */
export const PAGE = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};
/** What an API client sends. */
export const SCRIPT = { accept: 'application/json' };
/** What a browser adds when it sends a form of the same site. */
export const FORM = { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

export const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

export function send(port: number, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers: { ...headers }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
            cookies: (incoming.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? ''),
          }),
        );
      },
    );
    outgoing.on('upgrade', (incoming, socket) => {
      socket.destroy();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: '', cookies: [] });
    });
    outgoing.on('error', reject);
    outgoing.setTimeout(10_000, () => outgoing.destroy(new Error(`no answer to ${method} ${path} in 10 s`)));
    outgoing.end(body);
  });
}

/** Sends the login form as a browser does. */
export function postLogin(
  port: number,
  fields: Record<string, string>,
  { path = '/auth/login', headers = {} } = {},
): Promise<Answer> {
  return send(port, path, {
    method: 'POST',
    headers: { ...FORM, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Asks to open a socket. */
export function upgrade(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send(port, path, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
      ...headers,
    },
  });
}
