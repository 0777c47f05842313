/**
 * Logs what failed on our side: once a minute for each message, however many requests meet it.
 */

import type { Log } from './options.ts';

const QUIET_MS = 60_000;
const MAX_KNOWN = 100;

export function createErrorLog(log: Log, now: () => number): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const last = told.get(message);
    if (last !== undefined && now() - last < QUIET_MS) return;
    if (told.size >= MAX_KNOWN) told.clear();
    told.set(message, now());
    log.warn(`Doorward: ${message}`);
  };
}
