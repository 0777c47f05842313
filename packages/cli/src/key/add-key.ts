/**
 * `key add`: a service key, or one of a user.
 */

import type { IssuedKey, NewKey } from '@doorward/accounts';
import { type GlobalOptions, withStore } from '../store.ts';
import { type Answer, printable } from '../terminal/output.ts';
import { timeOf } from '../terminal/table.ts';
import { assertRoles, findUser } from '../user/find-user.ts';
import { keysOf } from './find-key.ts';
import { issuedJson, rightsOf } from './key-json.ts';

export interface AddKeyOptions extends GlobalOptions {
  readonly owner?: string;
  readonly role?: readonly string[];
  readonly permission?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expires?: number;
}

export function addKey(name: string, options: AddKeyOptions): Promise<Answer> {
  const { owner, role: roles = [], permission: permissions = null, expires: expiresAt = null } = options;
  const input: NewKey = { name, permissions, expiresAt };
  return withStore(options, async (session) => {
    const keys = keysOf(session);
    if (owner !== undefined) {
      const user = await findUser(session, owner);
      const issued = await keys.createFor(session.actor, user.id, input);
      const notes =
        user.status === 'active'
          ? []
          : [`${user.username} is ${user.status}: until that changes the key opens nothing.`];
      return describeIssued(issued, `a key of ${user.username}`, notes);
    }
    assertRoles(session, roles);
    const issued = await keys.createService(session.actor, { ...input, roles });
    const isIdle = roles.length === 0 && permissions === null;
    const notes = isIdle ? ['It may do nothing that takes a right. Give it --role or --permission.'] : [];
    return describeIssued(issued, 'a service key', notes);
  });
}

/** The secret alone on standard output, so that a script can keep it. */
function describeIssued(issued: IssuedKey, what: string, notes: readonly string[]): Answer {
  const { id, name, expiresAt } = issued.key;
  const end = expiresAt === null ? 'It never expires.' : `It expires ${timeOf(expiresAt)}.`;
  const added = printable(`added ${name} (${id}), ${what}; it may do: ${rightsOf(issued.key)}`);
  return { text: issued.secret, json: issuedJson(issued), notes: [added, `${end} ${ONCE}`, ...notes] };
}

export const ONCE = 'The key is shown this once; it is sent as the header x-api-key, or what apiKeys.header says.';
