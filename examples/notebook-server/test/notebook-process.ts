/**
 * The built example as a process of its own.
 */

import { builtExample, type Framework, type ProcessOptions, type ServerProcess } from '@doorward/test-process';

export type { Framework, ProcessOptions as StartOptions };
export type NotebookProcess = ServerProcess;

export const { start: startNotebook, startInVain } = builtExample(import.meta.url, ['--headless']);
