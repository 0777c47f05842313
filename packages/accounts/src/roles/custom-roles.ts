/**
 * Managing the roles that people make. Who may is decided inside the write that does it: nobody makes, changes or
 * deletes a role that holds more than he does himself.
 */

import { type DurableWriter, permissionCheck } from '@doorward/core';
import { type AccountParts, type Actor, authorityOf, type RightsReader } from '../actor.ts';
import { fault } from '../fault.ts';
import { isKey } from '../keys/key-access.ts';
import { type CustomRole, checkRole, MAX_ROLES } from './custom-role.ts';
import { inheritsFromItself } from './inheritance.ts';
import { describeRole, differenceOf } from './role-difference.ts';
import type { Authority, RoleInfo, Roles } from './roles.ts';
import { ROLES_SETTING, writeStoredRoles } from './stored-roles.ts';

export interface NewRole {
  /** 1 to 64 letters, digits, `-`, `_` and `.`, a letter or digit first. It cannot be changed later. */
  readonly name: string;
  /** At most 64 characters. Default: the name with a capital. */
  readonly label?: string;
  /** At most 200 characters. Default none. */
  readonly description?: string;
  /** `resource:action[:id]`, at most 200. Default none. */
  readonly permissions?: readonly string[];
  /** Roles whose permissions come with it; their rights over users do not. Default none. */
  readonly inherits?: readonly string[];
}

/** What is left out stays as it is. */
export type RoleChange = Partial<Omit<NewRole, 'name'>>;

export interface CustomRoles {
  /** @throws AuthError `accounts/not-allowed`, `accounts/field-invalid`, `accounts/role-taken`, `accounts/too-many-roles`. */
  create(actor: Actor, input: NewRole): Promise<RoleInfo>;
  /**
   * Counts for everybody who has the role, from the next request on. Nobody is signed out.
   *
   * @throws AuthError `accounts/role-not-found`, `accounts/role-configured`, and those of `create`.
   */
  update(actor: Actor, name: string, change: RoleChange): Promise<RoleInfo>;
  /** @throws AuthError `accounts/role-in-use` while a user, a service key or another role has it. */
  delete(actor: Actor, name: string): Promise<void>;
  /** For pages that show no more than that: may he make roles, and which ones may he change and delete? */
  allowed(actor: Actor): Promise<{ readonly create: boolean; readonly editable: ReadonlySet<string> }>;
}

/** Custom roles before and after a change of one of them. */
interface Change {
  readonly before: CustomRole | null;
  readonly after: CustomRole | null;
  readonly all: readonly CustomRole[];
}

export function createCustomRoles(parts: AccountParts): CustomRoles {
  const { store, roles, events } = parts;

  async function managerOf(actor: Actor, read: RightsReader): Promise<Authority> {
    if (isKey(actor.principal)) throw fault('accounts/not-allowed', NO_KEY);
    const authority = await authorityOf(parts, actor, read);
    if (authority.may.has('roles')) return authority;
    throw fault('accounts/not-allowed', 'Your roles do not allow this (users: roles). Ask an owner.');
  }

  /** The custom role of a name. */
  function existing(name: string): CustomRole {
    const role = roles.custom.find((each) => each.name === name);
    if (roles.has(name) && !isCustom(name)) {
      throw fault('accounts/role-configured', 'Change it where this server is configured.');
    }
    if (role !== undefined) return role;
    throw fault('accounts/role-not-found', 'It may have been deleted. Look at the list again.');
  }

  const isCustom = (name: string): boolean => roles.all.some((role) => role.name === name && role.isCustom);

  function assertFree(name: string): void {
    const taken = [...roles.all, ...roles.custom].some((role) => role.name.toLowerCase() === name.toLowerCase());
    if (taken) throw fault('accounts/role-taken', `Another role is named ${name}. Choose another name.`, 'name');
    if (roles.custom.length < MAX_ROLES) return;
    throw fault('accounts/too-many-roles', `There are ${MAX_ROLES} already. Delete those that are not in use.`);
  }

  /** A role that was inherited before and is not there any more may stay: it gives nothing. */
  function assertInherits({ before, after, all }: Change): void {
    if (after === null) return;
    const unknown = after.inherits.find((role) => !roles.has(role) && !before?.inherits.includes(role));
    if (unknown !== undefined) {
      throw fault('accounts/field-invalid', 'There is no such role to inherit from.', 'inherits');
    }
    if (!inheritsFromItself(after.name, new Map(all.map((role) => [role.name, role])))) return;
    throw fault('accounts/field-invalid', 'The role would inherit from itself. Break the circle.', 'inherits');
  }

  /** Puts what `plan` makes of the roles, when the actor holds all that the role holds before and after it. */
  async function change(actor: Actor, plan: (writer: DurableWriter) => Promise<Change> | Change): Promise<Change> {
    const done = await store.write(async (writer) => {
      const authority = await managerOf(actor, writer);
      const planned = await plan(writer);
      assertInherits(planned);
      if (planned.before !== null) assertHolds(authority, roles, planned.before.name);
      if (planned.after !== null) assertHolds(authority, roles.withCustom(planned.all), planned.after.name);
      await writer.putSetting(ROLES_SETTING, planned.all.length === 0 ? null : writeStoredRoles(planned.all));
      return planned;
    });
    await roles.settle();
    return done;
  }

  async function assertUnused(name: string, { countUsers }: DurableWriter): Promise<void> {
    const users = await countUsers({ role: name });
    const { keys } = await store.keys({ owner: null, limit: EVERY_KEY });
    const held = keys.filter((key) => key.roles.includes(name)).length;
    const heirs = roles.custom.filter(({ inherits }) => inherits.includes(name)).length;
    const found = [counted(users, 'user'), counted(held, 'service key'), counted(heirs, 'other role')].flat();
    if (found.length === 0) return;
    throw fault('accounts/role-in-use', `It is had by ${found.join(' and ')}. Take it from them first.`);
  }

  function told({ principal, clientAddress }: Actor, { before, after }: Change): void {
    const [type, detail] =
      after === null
        ? (['role-deleted', null] as const)
        : before === null
          ? (['role-created', describeRole(after)] as const)
          : (['role-updated', differenceOf(before, after)] as const);
    if (detail === '') return;
    events.emit(type, { ...principal, clientAddress, targetName: (after ?? before)?.name ?? null, detail });
  }

  const infoOf = (name: string): RoleInfo => {
    const found = roles.all.find((role) => role.name === name);
    if (found !== undefined) return found;
    throw fault('accounts/role-not-found', 'It was deleted meanwhile. Look at the list again.');
  };

  return {
    async create(actor, input) {
      const after = checkRole({ label: '', description: '', permissions: [], inherits: [], ...input });
      const done = await change(actor, () => {
        assertFree(after.name);
        return { before: null, after, all: [...roles.custom, after] };
      });
      told(actor, done);
      return infoOf(after.name);
    },
    async update(actor, name, wanted) {
      const done = await change(actor, () => {
        const before = existing(name);
        const after = checkRole({ ...before, ...wanted, name });
        return { before, after, all: roles.custom.map((role) => (role === before ? after : role)) };
      });
      told(actor, done);
      return infoOf(name);
    },
    async delete(actor, name) {
      const done = await change(actor, async (writer) => {
        const before = existing(name);
        await assertUnused(name, writer);
        return { before, after: null, all: roles.custom.filter((role) => role !== before) };
      });
      told(actor, done);
    },
    async allowed(actor) {
      if (isKey(actor.principal)) return NOTHING;
      const authority = await authorityOf(parts, actor, store);
      if (!authority.may.has('roles')) return NOTHING;
      const editable = roles.all.filter(({ name, isCustom }) => isCustom && roles.mayGrant(authority, name));
      return { create: true, editable: new Set(editable.map(({ name }) => name)) };
    },
  };
}

const NO_KEY = 'An API key cannot manage roles. Sign in as a person.';

const NOTHING = { create: false, editable: new Set<string>() } as const;

/** More service keys than there can be. */
const EVERY_KEY = 1000;

function assertHolds(authority: Authority, roles: Roles, name: string): void {
  if (roles.mayGrant(authority, name)) return;
  const holds = permissionCheck(authority.permissions);
  const missing = roles.permissionsOf([name]).find((permission) => !holds(permission));
  throw missing === undefined
    ? fault('accounts/not-allowed', 'You may not give this role, so you may not change it either. Ask an owner.')
    : fault('accounts/not-allowed', `You do not hold the permission ${missing} yourself. Ask an owner.`, 'permissions');
}

function counted(count: number, what: string): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? `one ${what}` : `${count} ${what}s`];
}
