/**
 * Questions to the person at the terminal. They stand on standard error, so that output can go elsewhere.
 */

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Interrupted } from '../failure.ts';

export const hasTerminal = (): boolean => process.stdin.isTTY === true;

/** Asks without showing what is typed. @throws Interrupted after Ctrl-C or Ctrl-D. */
export function askHidden(questions: readonly string[]): Promise<readonly string[]> {
  return ask(questions, true);
}

/** True for `y` and `yes`. @throws Interrupted after Ctrl-D. */
export async function confirm(question: string): Promise<boolean> {
  const [answer = ''] = await ask([`${question} [y/N] `], false);
  return /^y(?:es)?$/i.test(answer.trim());
}

/** One interface for all questions, so that no line typed ahead is lost. */
async function ask(questions: readonly string[], hidden: boolean): Promise<readonly string[]> {
  // As a terminal, readline echoes by itself: to nowhere.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: process.stdin, output, terminal: hidden, historySize: 0 });
  const lines = input[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      process.stderr.write(question);
      const { value, done } = await lines.next();
      if (hidden || done) process.stderr.write('\n');
      if (done) throw new Interrupted();
      answers.push(value);
    }
    return answers;
  } finally {
    input.close();
  }
}
