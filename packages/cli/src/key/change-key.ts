/**
 * `key disable`, `enable`, `rotate`, `delete`.
 */

import { CommandError, UsageError } from '../failure.ts';
import { type GlobalOptions, withStore } from '../store.ts';
import { confirm, hasTerminal } from '../terminal/ask.ts';
import { type Answer, printable } from '../terminal/output.ts';
import { timeOf } from '../terminal/table.ts';
import { ONCE } from './add-key.ts';
import { findKey, keysOf } from './find-key.ts';
import { issuedJson, keyJson } from './key-json.ts';

export function setKeyStatus(id: string, status: 'active' | 'disabled', options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const known = await findKey(session, id);
    const key = await keysOf(session).update(session.actor, id, { status });
    const isNews = (known.status === 'disabled') !== (status === 'disabled');
    const done = status === 'active' ? 'enabled' : 'disabled';
    const text = isNews ? `${done} ${key.name}` : `${key.name} was ${done} already`;
    const notes = key.status === 'expired' ? [`It expired ${timeOf(key.expiresAt)}, and opens nothing.`] : [];
    return { text: printable(text), json: keyJson(key), notes };
  });
}

export interface RotateOptions extends GlobalOptions {
  /** Seconds. */
  readonly overlap?: number;
}

export function rotateKey(id: string, { overlap, ...options }: RotateOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    await findKey(session, id);
    const issued = await keysOf(session).rotate(session.actor, id, overlap);
    const { name, previousUntil } = issued.key;
    const before = previousUntil === null ? 'opens nothing any more' : `counts until ${timeOf(previousUntil)}`;
    const notes = [`rotated ${printable(name)}: the key before ${before}`, ONCE];
    return { text: issued.secret, json: issuedJson(issued), notes };
  });
}

export interface DeleteKeyOptions extends GlobalOptions {
  readonly yes?: boolean;
}

export async function deleteKey(id: string, options: DeleteKeyOptions, command: string): Promise<Answer> {
  if (options.yes !== true && !hasTerminal()) {
    throw new UsageError('there is no terminal to ask whether to delete. Say --yes.', command);
  }
  return withStore(options, async (session) => {
    const key = await findKey(session, id);
    const question = `Delete the key ${printable(key.name)} (...${key.hint}) for good?`;
    if (options.yes !== true && !(await confirm(question))) throw new CommandError('nothing was deleted.');
    await keysOf(session).delete(session.actor, id);
    return { text: printable(`deleted ${key.name}`), json: keyJson(key) };
  });
}
