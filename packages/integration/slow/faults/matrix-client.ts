/**
 * Sends the requests of the matrix: many, each from an address of its own, on connections that are kept.
 */

import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface MatrixRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is a form, an object JSON. */
  readonly body?: string | object | undefined;
}

/** One cell of the matrix. */
export interface MatrixCall {
  readonly name: string;
  /** True for what changes something. */
  readonly isAct: boolean;
  /** What has to be there first is made without a fault. */
  make(): Promise<MatrixRequest> | MatrixRequest;
}

export interface MatrixAnswer {
  /** 101 when it is a socket. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface MatrixClient {
  send(request: MatrixRequest): Promise<MatrixAnswer>;
  close(): void;
}

/** A request that never gets an answer must fail the test, also where the machine is busy. */
const DEADLINE_MS = 30_000;

let addresses = 0;

/** As the proxy in front would tell it; wrong guesses are counted for it. */
function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 127}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

export function createMatrixClient(port: number): MatrixClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    send({ method, path, headers = {}, body }) {
      const content = contentOf(body);
      return new Promise((resolve, reject) => {
        const sent = request({
          port,
          host: '127.0.0.1',
          method,
          path,
          agent: headers['upgrade'] === undefined ? agent : false,
          timeout: DEADLINE_MS,
          headers: { 'x-forwarded-for': freshAddress(), ...content.headers, ...headers },
        });
        sent.once('timeout', () => sent.destroy(new Error(`${method} ${path} got no answer`)));
        sent.once('error', reject);
        sent.once('upgrade', (answer, socket) => {
          socket.destroy();
          resolve({ status: 101, headers: answer.headers, text: '' });
        });
        sent.once('response', (answer) => {
          textOf(answer).then(
            (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
            reject,
          );
        });
        sent.end(content.text);
      });
    },
    close: () => agent.destroy(),
  };
}

function contentOf(body: string | object | undefined): {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
} {
  if (body === undefined) return { headers: {}, text: '' };
  const isForm = typeof body === 'string';
  const text = isForm ? body : JSON.stringify(body);
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  return { headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }, text };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
