/**
 * Logs what failed on our side: once a minute for each message, at most ten lines a minute in all,
 * each short and without control characters.
 */

import type { Log } from './options.ts';

const WINDOW_MS = 60_000;
const MAX_LINES = 10;
const MAX_LENGTH = 500;

/** `now` in milliseconds, of a clock that nobody sets: a jump must not silence it. */
export function createErrorLog(log: Log, now: () => number): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const line = printable(error);
    const at = now();
    for (const [known, time] of told) if (at - time >= WINDOW_MS) told.delete(known);
    if (told.has(line) || told.size >= MAX_LINES) return;
    told.set(line, at);
    warn(log, `Doorward: ${line}`);
  };
}

/** Warns where nothing would catch it if the log failed itself: there is nobody left to tell. */
export function warn(log: Log, line: string): void {
  try {
    const done: unknown = log.warn(line);
    if (done instanceof Promise) done.catch(() => undefined);
  } catch {
    // As for the rejection above.
  }
}

function printable(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, MAX_LENGTH).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
