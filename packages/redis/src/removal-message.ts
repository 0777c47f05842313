/**
 * What instances say to each other: which records were removed, and who heard of it.
 */

import type { RecordKind } from '@doorward/core';

export interface RemovalMessage {
  readonly by: string;
  readonly id: string;
  readonly kind: RecordKind;
  readonly keys: readonly string[];
}

/** `null` for what no instance of this version says. */
export function readRemoval(text: string): RemovalMessage | null {
  const message = parse(text);
  if (typeof message !== 'object' || message === null) return null;
  const { by, id, kind, keys } = message as Partial<Record<keyof RemovalMessage, unknown>>;
  if (typeof by !== 'string' || typeof id !== 'string' || (kind !== 'session' && kind !== 'ticket')) return null;
  if (!Array.isArray(keys) || !keys.every((key): key is string => typeof key === 'string')) return null;
  return { by, id, kind, keys };
}

export function writeHeard(id: string, instance: string): string {
  return `${id} ${instance}`;
}

export function readHeard(text: string): { id: string; instance: string } {
  const [id = '', instance = ''] = text.split(' ');
  return { id, instance };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
