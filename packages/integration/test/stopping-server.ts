/**
 * A server in a process of its own that stops at SIGTERM as docs/health.md shows. It says how much was uploaded, and has
 * sockets.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '@doorward/testing';

/** What each framework adds. `answer` is a plain handler of Node, behind the guard. */
export const GUARDED: Readonly<Record<string, string>> = {
  Express: `
    import express from 'express';
    import { doorward } from '@doorward/express';
    const app = express().use(doorward(auth)).use(answer);
    const listener = app;`,
  Koa: `
    import Koa from 'koa';
    import { doorward } from '@doorward/koa';
    const app = new Koa().use(doorward(auth)).use((ctx) => {
      ctx.respond = false;
      ctx.status = 200;
      answer(ctx.req, ctx.res);
    });
    const listener = app.callback();`,
  Hono: `
    import { Hono } from 'hono';
    import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
    import { getRequestListener } from '@hono/node-server';
    import { doorward } from '@doorward/hono';
    const app = new Hono().use(doorward(auth)).all('*', (c) => {
      answer(c.env.incoming, c.env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });`,
};

const BEFORE = `
  import { createServer } from 'node:http';
  import { WebSocketServer } from 'ws';
  import { createAuth, onSessionEnd } from '@doorward/auth';
  const auth = await createAuth({ log: { info() {}, warn: console.error } });
  function answer(request, response) {
    let bytes = 0;
    request.on('data', (chunk) => (bytes += chunk.length)).on('end', () => response.end(String(bytes)));
  }`;

const AFTER = `
  const server = createServer(listener);
  auth.attach(server);
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    onSessionEnd(request, (reason) => socket.close(reason === 'server-closing' ? 1001 : 1008));
  });
  const [drainSeconds, graceSeconds] = process.argv.slice(1).map(Number);
  process.once('SIGTERM', () => auth.shutdown({ drainSeconds, graceSeconds }));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

export interface StoppingServer {
  readonly port: number;
  terminate(): void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** For the end of a test, whatever became of it. */
  kill(): Promise<void>;
}

export async function startStoppingServer(
  guarded: string,
  { drainSeconds, graceSeconds }: { readonly drainSeconds: number; readonly graceSeconds: number },
): Promise<StoppingServer> {
  const source = BEFORE + guarded + AFTER;
  const limits = [String(drainSeconds), String(graceSeconds)];
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', source, ...limits], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env['PATH'], DOORWARD_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  if (child.stdout === null) throw new Error('It has no output.');
  const said = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (said.done === true) throw new Error(`The server ended with ${await ended}.`);
  return {
    port: Number(said.value),
    terminate: () => void child.kill('SIGTERM'),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
