/**
 * Who may do what with API keys. No key does anything with keys but look: what it could make would outlive it.
 *
 * | to       | a key of one's own | of a user whom one may manage | a service key (right `keys`)         |
 * |----------|--------------------|-------------------------------|--------------------------------------|
 * | read     | yes                | with `read`                   | yes                                  |
 * | update   | yes                | with `update`                 | when all that it may could be given  |
 * | rotate   | yes                | no, but the machine itself    | when all that it may could be given  |
 * | delete   | yes                | with `update`                 | yes                                  |
 */

import { type KeyRecord, type Principal, permissionCheck } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf, isMachine, type RightsReader } from '../actor.ts';
import { fault } from '../fault.ts';
import type { Authority } from '../roles/roles.ts';
import { KEY_METHOD } from './key.ts';

export type KeyAction = 'read' | 'update' | 'rotate' | 'delete';

/** Whose a key is, and what it may. */
export type KeyPower = Pick<KeyRecord, 'owner' | 'roles' | 'permissions'>;

export interface KeyAccess {
  may(read: RightsReader, actor: Actor, action: KeyAction, key: KeyPower): Promise<boolean>;
  /** The key. @throws AuthError `accounts/key-not-found`, also for one that he may not look at; `accounts/not-allowed`. */
  target(read: RightsReader, actor: Actor, action: KeyAction, id: string): Promise<KeyRecord>;
  /** @throws AuthError for who may not make this key. */
  assertMayMake(read: RightsReader, actor: Actor, key: KeyPower): Promise<void>;
}

export function createKeyAccess(parts: AccountParts): KeyAccess {
  const { roles } = parts;

  async function may(read: RightsReader, actor: Actor, action: KeyAction, key: KeyPower): Promise<boolean> {
    if (action !== 'read' && isKey(actor.principal)) return false;
    const authority = await authorityOf(parts, actor, read);
    if (key.owner === null) {
      const handsOut = action === 'update' || action === 'rotate';
      return authority.may.has('keys') && (!handsOut || holdsAllOf(authority, key));
    }
    if (key.owner === actor.principal.subject) {
      return action === 'read' || action === 'delete' || mayHandOut(read, actor, authority, key);
    }
    // Whoever gets the secret is that person, and nobody notices.
    if (action === 'rotate') return isMachine(actor);
    const user = await read.user(key.owner);
    return user !== null && roles.mayManage(authority, action === 'read' ? 'read' : 'update', user);
  }

  /** A role that the set does not have any more gives nothing. */
  function holdsAllOf(authority: Authority, { roles: given, permissions }: KeyPower): boolean {
    return (
      given.every((role) => !roles.has(role) || roles.mayGrant(authority, role)) &&
      missingFrom(authority, permissions) === undefined
    );
  }

  /**
   * True when the request may all that its account may. One that may less, as beside a key that is demanded, gets
   * no key that may more than it.
   */
  async function isWhole(read: RightsReader, { principal }: Actor): Promise<boolean> {
    const user = await read.user(principal.subject);
    if (user === null) return false;
    const hasRoles = user.roles.every((role) => !roles.has(role) || principal.roles.includes(role));
    const permissions = roles.permissionsOf(user.roles);
    return hasRoles && permissions.every((permission) => principal.permissions.includes(permission));
  }

  /** A key of one's own, with the rights that this request has. */
  async function mayHandOut(read: RightsReader, actor: Actor, authority: Authority, key: KeyPower): Promise<boolean> {
    if (await isWhole(read, actor)) return true;
    return key.permissions !== null && missingFrom(authority, key.permissions) === undefined;
  }

  function assertGrants(authority: Authority, { roles: given, permissions }: KeyPower): void {
    for (const role of given) {
      if (!roles.has(role)) throw fault('accounts/field-invalid', 'There is no such role.', 'roles');
      if (!roles.mayGrant(authority, role)) {
        throw fault('accounts/not-allowed', `You may not give the role ${role}. Ask an owner.`, 'roles');
      }
    }
    const missing = missingFrom(authority, permissions);
    if (missing === undefined) return;
    throw fault('accounts/not-allowed', `You do not hold the permission ${missing} yourself.`, 'permissions');
  }

  return {
    may,
    async target(read, actor, action, id) {
      const record = await read.key(id);
      if (record !== null && (await may(read, actor, action, record))) return record;
      if (record === null || !(await may(read, actor, 'read', record))) {
        throw fault('accounts/key-not-found', 'It may have been deleted. Look at the list again.');
      }
      throw fault('accounts/not-allowed', refusalOf(actor, action, record));
    },
    async assertMayMake(read, actor, key) {
      const authority = await authorityOf(parts, actor, read);
      if (isKey(actor.principal)) throw fault('accounts/not-allowed', NO_KEY);
      if (key.owner === null && !authority.may.has('keys')) {
        throw fault('accounts/not-allowed', 'Your roles do not allow this (users: keys). Ask an owner.');
      }
      if (key.owner !== null && (await read.user(key.owner)) === null) {
        throw isMachine(actor)
          ? fault('accounts/not-found', 'The user may have been deleted. Look at the list again.')
          : fault('accounts/no-account', 'You signed in without an account, so there is nobody whose key it could be.');
      }
      assertGrants(authority, key);
      if (key.owner === actor.principal.subject && !(await mayHandOut(read, actor, authority, key))) {
        throw fault('accounts/not-allowed', LESS_THAN_THE_ACCOUNT);
      }
    },
  };
}

/** The first permission that he does not hold. `*` carries the rights over users too, so `*:*` is not enough for it. */
function missingFrom({ permissions }: Authority, asked: readonly string[] | null): string | undefined {
  const can = permissionCheck(permissions);
  return asked?.find((permission) => (permission === '*' ? !permissions.includes('*') : !can(permission)));
}

/** True for a request that an API key made. */
export const isKey = ({ method }: Principal): boolean => method === KEY_METHOD;

const LESS_THAN_THE_ACCOUNT = 'This request may do less than your account. Sign in once more, and try again.';

const NO_KEY = 'An API key cannot manage keys. Sign in as a person.';

function refusalOf({ principal }: Actor, action: KeyAction, { owner }: KeyRecord): string {
  if (isKey(principal)) return NO_KEY;
  if (owner === principal.subject) return LESS_THAN_THE_ACCOUNT;
  if (owner === null) return 'This key may more than you could give. Ask an owner.';
  return action === 'rotate'
    ? 'Only its owner can rotate the key of a person. You can disable or delete it.'
    : 'You may not manage users with these roles. Ask an owner.';
}
