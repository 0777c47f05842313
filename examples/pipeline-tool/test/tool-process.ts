/**
 * The built example as a process of its own.
 */

import {
  builtExample,
  type Ended,
  FRAMEWORKS,
  type Framework,
  type ProcessOptions,
  type ServerProcess,
} from '@doorward/test-process';
import { makeFolder } from './data-folder.ts';

export { FRAMEWORKS, type Framework };

/** The API key that the tool starts with, of an owner's rights. */
export const KEY = 'dwk_Zr8Kq2mVt6Xw1LpYs9Hd3Bf7Nc5Gj0Qa';

export interface StartOptions extends ProcessOptions {
  /** Default: a new and empty one. */
  readonly folder?: string;
}

export interface Tool extends ServerProcess {
  readonly folder: string;
}

/** Starts it and waits for its `ready` line. @throws Error with all output when it ends before. */
export async function startTool(framework: Framework, options: StartOptions = {}): Promise<Tool> {
  const { folder = makeFolder() } = options;
  const server = await example.start(framework, withData({ ...options, folder }));
  return { ...server, folder };
}

/** Starts it with what should stop the start, and waits for its end. */
export function startInVain(framework: Framework, options: StartOptions): Promise<Ended> {
  return example.startInVain(framework, withData(options));
}

const example = builtExample(import.meta.url);

const withData = ({ env, folder = makeFolder(), ...options }: StartOptions): ProcessOptions => ({
  ...options,
  env: { DOORWARD_DATA_FOLDER: folder, DOORWARD_BOOTSTRAP_KEY: KEY, ...env },
});
