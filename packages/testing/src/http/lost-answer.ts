/**
 * A request whose answer gets lost: the server has done the work, and the client does not hear of it (F42).
 */

import { request } from 'node:http';

export interface LostRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is a form, an object JSON. */
  readonly body?: string | object | undefined;
}

/** Cuts the connection when the server begins to answer. Rejects after 30 s without a beginning. */
export function loseAnswer(port: number, { method, path, headers = {}, body }: LostRequest): Promise<void> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
  const content = {
    'content-length': String(Buffer.byteLength(text)),
    ...(body !== undefined && { 'content-type': type }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, agent: false, headers: { ...content, ...headers } });
    sent.setTimeout(30_000, () => sent.destroy(new Error('no answer began in 30 s')));
    sent.once('error', reject);
    sent.once('response', (answer) => {
      answer.destroy();
      resolve();
    });
    sent.end(text);
  });
}
