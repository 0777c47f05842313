/**
 * A server that runs out of file descriptors, since strangers hold as many connections as it may have.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PAGE, setCookies, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GuardedProcess, startGuardedProcess } from './guarded-process.ts';
import { GUARDED } from './stopping-server.ts';
import { until } from './store/failing.ts';

const FILES = 256;
const STRANGERS = 400;

/** Node 20 tries no file of code again that it could not open (docs/decisions/0040-what-a-start-loads.md). */
const remembersFailures = Number.parseInt(process.versions.node, 10) < 22;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** On the connection that the agent keeps; `null` where the server takes none. */
function ask(agent: Agent, port: number, path: string, headers = {}, form = ''): Promise<Answer | null> {
  const method = form === '' ? 'GET' : 'POST';
  const type = form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve) => {
    const asked = request({ agent, port, host: '127.0.0.1', path, method, headers: { ...headers, ...type } });
    asked.on('error', () => resolve(null));
    asked.on('response', (response) => {
      const { statusCode = 0, headers: answered } = response;
      text(response).then(
        (body) => resolve({ status: statusCode, headers: answered, body }),
        () => resolve(null),
      );
    });
    asked.end(form);
  });
}

describe.each(Object.entries(GUARDED))('a server on %s that has no file descriptor left', (_name, guarded) => {
  let folder: string;
  let server: GuardedProcess;
  let agent: Agent;
  let strangers: Socket[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doorward-files-'));
    server = await startGuardedProcess(guarded, { files: FILES, env: { DOORWARD_DATA_FOLDER: folder } });
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    strangers = [];
  });
  afterEach(async () => {
    for (const socket of strangers) socket.destroy();
    agent.destroy();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Resolves when the server turned somebody away. */
  async function flood(): Promise<void> {
    let turnedAway = 0;
    for (let count = 0; count < STRANGERS; count += 1) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.on('close', () => {
        turnedAway += 1;
      });
      strangers.push(socket);
    }
    await until(() => turnedAway > 0);
  }

  /** Resolves when somebody new is heard. */
  async function relieve(): Promise<void> {
    for (const socket of strangers) socket.destroy();
    await until(async () => (await ask(new Agent(), server.port, '/'))?.status === 401);
  }

  const signIn = (): Promise<Answer | null> => ask(agent, server.port, '/auth/login', PAGE, `password=${TOKEN}`);
  const cookieOf = (answer: Answer | null): string => setCookies(answer?.headers ?? {})[0]?.split(';')[0] ?? '';

  it('turns strangers away, serves who is there, loses no session, and takes all when they are gone (F40)', async () => {
    const cookie = cookieOf(await signIn());
    await flood();
    for (let count = 0; count < 20; count += 1) {
      expect((await ask(agent, server.port, '/', { cookie }))?.body).toBe('page');
      expect((await ask(agent, server.port, '/'))?.status).toBe(401);
    }
    const during = cookieOf(await signIn());
    expect((await ask(agent, server.port, '/', { cookie: during }))?.status).toBe(200);
    await relieve();
    for (const each of [cookie, during])
      expect((await ask(agent, server.port, '/', { cookie: each }))?.status).toBe(200);
    expect([server.isRunning(), server.errors()]).toEqual([true, '']);
  });

  it('answers 503 for what it would have to read first, and not for longer than that (F40)', async () => {
    expect((await ask(agent, server.port, '/'))?.status).toBe(401);
    await flood();
    for (const answer of [await signIn(), await ask(agent, server.port, '/auth/login', PAGE)]) {
      expect([answer?.status, answer?.headers['retry-after']]).toEqual([503, expect.any(String)]);
    }
    await relieve();
    if (remembersFailures) return;
    expect((await signIn())?.status).toBe(303);
    expect((await ask(agent, server.port, '/auth/login', PAGE))?.status).toBe(200);
    expect([server.isRunning(), server.errors()]).toEqual([true, '']);
  });
});
