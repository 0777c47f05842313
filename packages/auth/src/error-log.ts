/**
 * Logs what failed on our side: once a minute for each message, at most ten lines a minute in all,
 * each short and without control characters.
 */

import type { Log } from './options.ts';

const WINDOW_MS = 60_000;
const MAX_LINES = 10;
const MAX_LENGTH = 500;

export function createErrorLog(log: Log, now: () => number): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const line = printable(error);
    const at = now();
    for (const [known, time] of told) if (at - time >= WINDOW_MS) told.delete(known);
    if (told.has(line) || told.size >= MAX_LINES) return;
    told.set(line, at);
    log.warn(`Doorward: ${line}`);
  };
}

function printable(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, MAX_LENGTH).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
