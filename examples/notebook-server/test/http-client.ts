/**
 * Requests that browsers and scripts send to the notebook server.
 */

import { type Answer, FORM_TYPE, PAGE, type Sent, send as sendTo } from '@doorward/test-process';

/** What a browser adds when it sends a form of the same site. */
export const FORM = { ...PAGE, ...FORM_TYPE, 'sec-fetch-site': 'same-origin' };

export const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

export const send = (port: number, path: string, sent: Sent = {}): Promise<Answer> => sendTo({ port }, path, sent);

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

/** Where a redirect to the login page leads afterwards. */
export function nextOf(location: string | undefined): string | null {
  return new URL(location ?? '/', 'http://here').searchParams.get('next');
}
