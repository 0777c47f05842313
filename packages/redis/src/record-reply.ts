/**
 * Reads what Redis holds of records and counters. Anything that this version did not write is none.
 */

import type { Counter, StoredRecord } from '@doorward/core';

/** Of value, end and owner. The value of a record is what its JSON says. */
export function readRecord(reply: unknown, now: number): StoredRecord | null {
  if (!Array.isArray(reply)) return null;
  const [text, end, owner] = reply as readonly unknown[];
  const expiresAt = readTime(end);
  if (typeof text !== 'string' || typeof owner !== 'string' || expiresAt === null || expiresAt <= now) return null;
  try {
    return { value: JSON.parse(text), expiresAt, owner };
  } catch {
    return null;
  }
}

/** Of count and end. */
export function readCounter(reply: unknown, now: number): Counter | null {
  if (!Array.isArray(reply)) return null;
  const [count, end] = reply as readonly unknown[];
  const [counted, resetsAt] = [readTime(String(count)), readTime(end)];
  return counted === null || resetsAt === null || resetsAt <= now ? null : { count: counted, resetsAt };
}

export function readTexts(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.filter((each): each is string => typeof each === 'string') : [];
}

/** A whole number that a double holds exactly. */
function readTime(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
