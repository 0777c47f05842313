/**
 * The accounts of people whom a provider or a directory knows: found by what they are known as there, and where it is
 * configured made at their first sign-in.
 */

import {
  type AuthEventType,
  type DurableStore,
  type DurableWriter,
  type Events,
  type Identity,
  REFUSED,
  type UserRecord,
  type Verdict,
} from '@doorward/core';
import { noteOwner } from '../first-run.ts';
import type { LiveRoles } from '../roles/live-roles.ts';
import { newUser } from '../users/new-user.ts';
import { nameOf, toPrincipal } from '../users/user.ts';
import { describeRoles, difference } from '../users/user-change.ts';
import { freeProfile } from './free-profile.ts';
import { identityName } from './identity-name.ts';

/**
 * `off`: people of a provider or a directory have an account only when they connect it. `once`: one is made at their
 * first sign-in, with the roles that the source names then. `each-time`: and it gets the roles that the source names at
 * each sign-in, and loses all others.
 */
export type Provisioning = 'off' | 'once' | 'each-time';

export interface IdentityAdmission {
  /**
   * Whom somebody acts as who has an account, or gets one; `null`: he has none. `named` are the roles that the source
   * gives him here.
   */
  admit(source: string, identity: Identity, named: readonly string[]): Promise<Verdict | null>;
  /** Id of the account of an identity; `null`: there is none. */
  accountOf(source: string, subject: string): Promise<string | null>;
}

export interface IdentityAdmissionParts {
  readonly store: DurableStore;
  readonly roles: LiveRoles;
  readonly provisioning: Provisioning;
  readonly now: () => number;
  /** There once the core is, which is before anybody signs in. */
  readonly events: () => Events;
}

export function createIdentityAdmission(parts: IdentityAdmissionParts): IdentityAdmission {
  const { store, roles, provisioning, now } = parts;

  function tell(source: string, type: AuthEventType, user: UserRecord, detail: string): void {
    const who = { subject: user.id, name: nameOf(user), method: source };
    parts.events().emit(type, { ...who, target: user.id, targetName: nameOf(user), detail });
  }

  const known = (named: readonly string[]): readonly string[] => [...new Set(named)].filter(roles.has);

  /** Inside the write: another server may have made it meanwhile. */
  async function made(source: string, identity: Identity, named: readonly string[]): Promise<UserRecord> {
    const { subject } = identity;
    const { user, isNew } = await store.write(async (writer) => {
      const existing = await writer.userByIdentity(source, subject);
      if (existing !== null) return { user: existing, isNew: false };
      await roles.refresh(writer);
      const profile = await freeProfile(writer, source, identity);
      const identities = [{ source, subject, name: identityName(identity), madeAccount: true, linkedAt: now() }];
      const record = newUser(profile, now(), { roles: known(named), passwordHash: null, identities });
      await writer.putUser(record);
      await noteOwner(writer, record, roles, now());
      return { user: record, isNew: true };
    });
    if (isNew) tell(source, 'user-created', user, `${source}, ${describeRoles(user.roles)}`);
    return user;
  }

  function followsRoles(user: UserRecord, source: string, named: readonly string[]): boolean {
    if (provisioning !== 'each-time' || user.status !== 'active') return false;
    const isOurs = user.identities.some((each) => each.source === source && each.madeAccount);
    return isOurs && difference(user.roles, known(named)).length > 0;
  }

  /** The last owner stays one, whatever a source says: else nobody could manage anything any more. */
  async function rolesAfter(writer: DurableWriter, user: UserRecord, named: readonly string[]) {
    const wanted = known(named);
    if (!user.roles.includes(roles.owner) || wanted.includes(roles.owner)) return wanted;
    const isLast = (await writer.countUsers({ role: roles.owner, status: 'active' })) <= 1;
    return isLast ? [roles.owner, ...wanted] : wanted;
  }

  /** A new version, so that what was signed in with other roles ends. */
  async function withRoles(found: UserRecord, source: string, named: readonly string[]): Promise<UserRecord | null> {
    const { before, after } = await store.write(async (writer) => {
      const current = await writer.user(found.id);
      if (current === null || !followsRoles(current, source, named)) return { before: current, after: current };
      const next = { ...current, roles: await rolesAfter(writer, current, named), version: current.version + 1 };
      if (difference(current.roles, next.roles).length === 0) return { before: current, after: current };
      await writer.putUser(next);
      await noteOwner(writer, next, roles, now());
      return { before: current, after: next };
    });
    if (before !== null && after !== null && before !== after)
      tell(source, 'roles-changed', after, `${describeRoles(before.roles)} -> ${describeRoles(after.roles)}`);
    return after;
  }

  return {
    async admit(source, identity, named) {
      await roles.settle();
      const existing = await store.userByIdentity(source, identity.subject);
      if (existing === null && provisioning === 'off') return null;
      const found = existing ?? (await made(source, identity, named));
      const user = followsRoles(found, source, named) ? await withRoles(found, source, named) : found;
      if (user === null || user.status === 'disabled') return REFUSED;
      const principal = toPrincipal(user, roles, source);
      if (user.status === 'pending') return { kind: 'waiting', principal };
      await store.signedIn(user.id, now());
      return { kind: 'verified', principal, version: user.version };
    },
    accountOf: async (source, subject) => (await store.userByIdentity(source, subject))?.id ?? null,
  };
}
