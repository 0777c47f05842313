/**
 * Our records as JSON: field by field, so that nothing is shown by accident, and with times as texts.
 */

import { type IssuedTicket, type Key, type KeyStatus, nameOf, type RoleInfo, type User } from '@doorward/accounts';
import type { AuthEvent, Continue, Principal, SessionSummary, StoredEvent } from '@doorward/core';
import type { DeliveredLink } from '../ticket-link.ts';

/** ISO 8601, UTC. */
type Time = string;

export interface WireMe {
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly roles: string[];
  readonly permissions: string[];
  readonly method: string;
  readonly obligation: 'change-password' | null;
  readonly session: { readonly id: string; readonly createdAt: Time; readonly expiresAt: Time } | null;
}

export interface WireUser extends Omit<User, 'roles' | 'identities' | 'createdAt' | 'lastSignInAt'> {
  readonly roles: string[];
  readonly identities: WireIdentity[];
  readonly createdAt: Time;
  readonly lastSignInAt: Time | null;
}

export interface WireIdentity {
  readonly source: string;
  readonly name: string | null;
  readonly linkedAt: Time;
}

export interface WireTicket {
  readonly ticket: string;
  readonly link: string;
  readonly mail: 'sent' | 'failed' | 'none';
  readonly expiresAt: Time;
}

export interface WireSession {
  readonly id: string;
  readonly createdAt: Time;
  readonly lastSeenAt: Time;
  readonly expiresAt: Time;
  readonly method: string;
  readonly client: { readonly address: string; readonly userAgent: string | null };
  readonly current: boolean;
}

export interface WireKey {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly owner: string | null;
  readonly roles: string[];
  readonly permissions: string[] | null;
  readonly status: KeyStatus;
  readonly createdAt: Time;
  readonly createdBy: string;
  readonly expiresAt: Time | null;
  readonly lastUsedAt: Time | null;
  readonly previousUntil: Time | null;
}

export interface WireRole {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly permissions: string[];
  readonly inherits: string[];
  readonly custom: boolean;
  readonly grantable: boolean;
  readonly editable: boolean;
}

export interface WireEvent extends AuthEvent {
  readonly number: number;
}

/** `user` is `null` for a principal without an account, such as the holder of the token. */
export function toWireMe(principal: Principal, user: User | null, state: Continue | null): WireMe {
  const { session = null, obligation = null } = state ?? {};
  return {
    id: principal.subject,
    name: user === null ? principal.name : nameOf(user),
    username: user?.username ?? null,
    email: user?.email ?? null,
    displayName: user?.displayName ?? null,
    roles: [...principal.roles],
    permissions: [...principal.permissions],
    method: principal.method,
    obligation,
    session:
      session === null
        ? null
        : { id: session.id, createdAt: timeOf(session.createdAt), expiresAt: timeOf(session.expiresAt) },
  };
}

export function toWireUser(user: User): WireUser {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    displayName: user.displayName,
    roles: [...user.roles],
    status: user.status,
    hasPassword: user.hasPassword,
    mustChangePassword: user.mustChangePassword,
    identities: user.identities.map(({ source, name, linkedAt }) => ({ source, name, linkedAt: timeOf(linkedAt) })),
    createdAt: timeOf(user.createdAt),
    lastSignInAt: user.lastSignInAt === null ? null : timeOf(user.lastSignInAt),
  };
}

export function toWireTicket({ ticket, expiresAt }: IssuedTicket, { link, mail }: DeliveredLink): WireTicket {
  return { ticket, link, mail, expiresAt: timeOf(expiresAt) };
}

/** `ownId` is the session that asks. */
export function toWireSession(session: SessionSummary, ownId: string | null): WireSession {
  const { id, createdAt, lastSeenAt, expiresAt, method, client } = session;
  return {
    id,
    createdAt: timeOf(createdAt),
    lastSeenAt: timeOf(lastSeenAt),
    expiresAt: timeOf(expiresAt),
    method,
    client: { address: client.address, userAgent: client.userAgent },
    current: id === ownId,
  };
}

/** Without its secret. */
export function toWireKey(key: Key): WireKey {
  const { id, name, hint, owner, roles, permissions, status, createdAt, createdBy, expiresAt } = key;
  return {
    id,
    name,
    hint,
    owner,
    roles: [...roles],
    permissions: permissions === null ? null : [...permissions],
    status,
    createdAt: timeOf(createdAt),
    createdBy,
    expiresAt: optionalTime(expiresAt),
    lastUsedAt: optionalTime(key.lastUsedAt),
    previousUntil: optionalTime(key.previousUntil),
  };
}

/** With what the caller may do with it. */
export function toWireRole(role: RoleInfo, rights: Pick<WireRole, 'grantable' | 'editable'>): WireRole {
  const { name, label, description, permissions, inherits, isCustom } = role;
  const { grantable, editable } = rights;
  return {
    name,
    label,
    description,
    permissions: [...permissions],
    inherits: [...inherits],
    custom: isCustom,
    grantable,
    editable,
  };
}

function optionalTime(milliseconds: number | null): Time | null {
  return milliseconds === null ? null : timeOf(milliseconds);
}

export function toWireEvent({ number, event }: StoredEvent): WireEvent {
  const { type, time, subject, name, target, targetName, method, clientAddress, reason, detail } = event;
  return { number, type, time, subject, name, target, targetName, method, clientAddress, reason, detail };
}

function timeOf(milliseconds: number): Time {
  return new Date(milliseconds).toISOString();
}
