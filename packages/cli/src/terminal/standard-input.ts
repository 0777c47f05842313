/**
 * A secret from a pipe: one line.
 */

import { CommandError } from '../failure.ts';

const MAX_BYTES = 64 * 1024;

/** The line on standard input, without the line break at its end. Spaces belong to it. */
export async function readLine(what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new CommandError(`standard input is longer than any ${what}. Give one line.`);
    chunks.push(chunk);
  }
  const line = decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  if (line === '') throw new CommandError(`standard input is empty. Write the ${what} to it.`);
  if (/[\r\n]/.test(line)) throw new CommandError(`standard input has more than one line. Write the ${what} alone.`);
  return line;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError('standard input is no UTF-8. Convert it.');
  }
}
