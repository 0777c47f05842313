/**
 * `key list` and `key show`.
 */

import type { Key } from '@doorward/accounts';
import { type GlobalOptions, type Session, withStore } from '../store.ts';
import { type Answer, printable } from '../terminal/output.ts';
import { table, timeOf } from '../terminal/table.ts';
import { findUser } from '../user/find-user.ts';
import { findKey, keysOf } from './find-key.ts';
import { keyJson, rightsOf } from './key-json.ts';

export interface KeyListOptions extends GlobalOptions {
  readonly owner?: string;
}

/** More than one owner can have. */
const LIMIT = 200;

export function listKeys({ owner: name, ...options }: KeyListOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const user = name === undefined ? null : await findUser(session, name);
    const { keys } = await keysOf(session).list(session.actor, { owner: user?.id ?? null, limit: LIMIT });
    const none =
      user === null ? 'There are no service keys. See: doorward key add --help' : `${user.username} has no key.`;
    const rows = keys.map((key) => [
      key.id,
      key.name,
      `...${key.hint}`,
      rightsOf(key),
      key.status,
      timeOf(key.expiresAt),
      timeOf(key.lastUsedAt),
    ]);
    const headings = ['ID', 'NAME', 'KEY', 'MAY DO', 'STATUS', 'EXPIRES', 'LAST USED'];
    return { text: table(headings, rows), json: keys.map(keyJson), notes: keys.length === 0 ? [none] : [] };
  });
}

export function showKey(id: string, options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const key = await findKey(session, id);
    const facts = [
      ['name', key.name],
      ['id', key.id],
      ['key', `...${key.hint}`],
      ['owner', await ownerOf(session, key)],
      ['may do', rightsOf(key)],
      ['status', key.status],
      ['created', timeOf(key.createdAt)],
      ['expires', timeOf(key.expiresAt)],
      ['last used', timeOf(key.lastUsedAt)],
      ['key before', key.previousUntil === null ? null : `counts until ${timeOf(key.previousUntil)}`],
    ] as const;
    const text = facts.map(([fact, value]) => `${fact.padEnd(12)}${printable(value ?? '-')}`).join('\n');
    return { text, json: keyJson(key) };
  });
}

async function ownerOf(session: Session, { owner }: Key): Promise<string> {
  if (owner === null) return 'nobody: a service key';
  return (await session.find(owner))?.username ?? owner;
}
