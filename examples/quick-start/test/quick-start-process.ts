/**
 * A built server of the quick start as a process of its own, and requests to it.
 */

import {
  type Answer,
  type Line,
  type Sent,
  type ServerProcess,
  send,
  startServer,
  type Variables,
} from '@doorward/test-process';

export type { Answer, Sent };

export interface QuickStart extends ServerProcess {
  send(path: string, sent?: Sent): Promise<Answer>;
}

/** Starts it on any free port and waits until `lines` are printed. @throws Error with its output when they are not. */
export async function startQuickStart(framework: string, env: Variables, lines: readonly Line[]): Promise<QuickStart> {
  const server = await startServer(new URL(`../dist/${framework}.js`, import.meta.url), { env, lines });
  return { ...server, send: (path, sent) => send(new URL(server.readyUrl), path, sent) };
}
