/**
 * Values of variables, which are text. What a value may be is for its option to say.
 */

import { invalid } from './option-schema.ts';

/** With commas between; empty ones do not count. */
export function readList(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A JSON object, such as `{"admins": "admin"}`. What it may hold is for its option to say. */
export function readMapping(value: string, name: string): Readonly<Record<string, string>> {
  try {
    const mapping: unknown = JSON.parse(value);
    if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) {
      return mapping as Record<string, string>;
    }
  } catch {
    // Said below.
  }
  throw invalid(name, 'write a JSON object, such as {"admins": "admin"}.');
}

export function readBoolean(value: string, name: string): boolean {
  if (/^(?:1|true|yes|on)$/i.test(value)) return true;
  if (/^(?:0|false|no|off)$/i.test(value)) return false;
  throw invalid(name, 'write true or false.');
}

export function readNumber(value: string, name: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw invalid(name, 'write a whole number.');
}
