/**
 * Sends bytes as they are: HTTP clients normalise paths and headers, attackers do not.
 */

import { connect } from 'node:net';

export interface RawResponse {
  readonly status: number;
  /** Lower-case name, value; doubled headers stand twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  header(name: string): string | undefined;
  all(name: string): readonly string[];
}

export interface RawRequest {
  readonly method?: string;
  readonly target: string;
  /** Header lines without CRLF; Host and Connection: close are added unless given. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** One request on a connection of its own; resolves when the server closed it, or rejects after 10 s. */
export function rawRequest(
  port: number,
  { method = 'GET', target, headers = [], body = '' }: RawRequest,
): Promise<RawResponse> {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers];
  const has = (name: string): boolean => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  if (!has('host')) lines.push(`Host: 127.0.0.1:${port}`);
  if (!has('connection')) lines.push('Connection: close');
  if (body !== '' && !has('content-length') && !has('transfer-encoding'))
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return rawBytes(port, Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
}

/** Sends the bytes and reads one response. */
export function rawBytes(port: number, bytes: Uint8Array): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(new Error('no answer in 10 s')), 10_000);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks).toString('latin1'))) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      const text = Buffer.concat(chunks).toString('latin1');
      if (text === '') reject(new Error('the server closed without an answer'));
      else resolve(parseResponse(text));
    });
  });
}

/** A server may keep the connection open after its answer, and does so after 101. */
function isWhole(text: string): boolean {
  const split = text.indexOf('\r\n\r\n');
  if (split === -1) return false;
  if (text.startsWith('HTTP/1.1 101')) return true;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, split))?.[1];
  return length !== undefined && text.length >= split + 4 + Number(length);
}

function parseResponse(text: string): RawResponse {
  const split = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, split).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const all = (name: string): readonly string[] => headers.filter(([key]) => key === name).map(([, value]) => value);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    body: text.slice(split + 4),
    all,
    header: (name) => all(name)[0],
  };
}
