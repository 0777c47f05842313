/**
 * The built example as a process of its own.
 */

import {
  type Ended,
  type Framework,
  type ProcessOptions,
  type ServerProcess,
  startServer,
  startInVain as startServerInVain,
} from '@doorward/test-process';

export type { Framework, ProcessOptions as StartOptions };
export type NotebookProcess = ServerProcess;

/** Starts it and waits for its `ready` line. @throws Error with all output when it ends before. */
export function startNotebook(framework: Framework, options: ProcessOptions = {}): Promise<NotebookProcess> {
  return startServer(built(framework), headless(options));
}

/** Starts it with what should stop the start, and waits for its end. */
export function startInVain(framework: Framework, options: ProcessOptions): Promise<Ended> {
  return startServerInVain(built(framework), headless(options));
}

const built = (framework: Framework): URL => new URL(`../dist/${framework}.js`, import.meta.url);

const headless = (options: ProcessOptions): ProcessOptions => ({
  ...options,
  flags: ['--headless', ...(options.flags ?? [])],
});
