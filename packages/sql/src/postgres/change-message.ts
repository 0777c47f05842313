/**
 * What instances say to each other through PostgreSQL: what changed, and who heard of it.
 */

import type { NotedChange } from '../change-feed.ts';

/** On which changes are told. */
export const CHANNEL = 'doorward';

/** On which an instance hears who has heard of its changes. */
export const answersTo = (instance: string): string => `${CHANNEL}_heard_${instance}`;

/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MAX_PAYLOAD_BYTES = 7500;

type Kind = NotedChange['kind'];

export interface ChangeMessage {
  readonly by: string;
  /** In the last message of a change that is to be answered. */
  readonly id?: string;
  readonly changes: 'all' | readonly (readonly [Kind, string])[];
}

/** The notifications for these changes, each short enough for one. The last one has the id. */
export function payloadsOf(by: string, changes: readonly NotedChange[], id?: string): string[] {
  const write = (told: ChangeMessage['changes']): string =>
    JSON.stringify({ by, ...(id === undefined ? {} : { id }), changes: told } satisfies ChangeMessage);
  const whole = write(changes.map(({ kind, key }) => [kind, key]));
  if (Buffer.byteLength(whole) <= MAX_PAYLOAD_BYTES) return [whole];
  if (changes.length === 1) return [write('all')];
  const half = Math.ceil(changes.length / 2);
  return [...payloadsOf(by, changes.slice(0, half)), ...payloadsOf(by, changes.slice(half), id)];
}

/** `null` for what no instance of this version says. */
export function readChangeMessage(payload: string): ChangeMessage | null {
  const message = parse(payload);
  if (typeof message !== 'object' || message === null) return null;
  const { by, id, changes } = message as Partial<Record<keyof ChangeMessage, unknown>>;
  if (typeof by !== 'string' || (id !== undefined && typeof id !== 'string')) return null;
  if (changes !== 'all' && !(Array.isArray(changes) && changes.every(isChange))) return null;
  return { by, ...(id === undefined ? {} : { id }), changes };
}

const KINDS: readonly unknown[] = ['session', 'ticket', 'user', 'key', 'setting'] satisfies Kind[];

const isChange = (change: unknown): change is readonly [Kind, string] =>
  Array.isArray(change) && KINDS.includes(change[0]) && typeof change[1] === 'string';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `number`: which instance has heard, as {@link HOLDERS} counts them. */
export const writeHeard = (id: string, number: string): string => `${id} ${number}`;

export function readHeard(payload: string): { readonly id: string; readonly number: string } {
  const [id = '', number = ''] = payload.split(' ');
  return { id, number };
}
