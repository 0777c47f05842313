/**
 * The endpoints for people and programs, as functions. Each throws a `DoorwardError` for what the server refuses.
 */

import { type Answer, type ApiClient, type Body, dataOf, type Query } from './operations.ts';
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Key = Schemas['Key'];
export type Role = Schemas['Role'];
export type Session = Schemas['Session'];
export type AuditEvent = Schemas['Event'];
/** A link for one use. */
export type Ticket = NonNullable<Schemas['Ticket']>;

/** Users, as far as the caller may see and manage them. */
export interface Users {
  /** One page of them, by username; 50 unless `limit` says otherwise. */
  list(query?: Query<'listUsers'>): Promise<Answer<'listUsers'>>;
  get(id: string): Promise<User>;
  /** Without a password the answer holds an invitation. */
  create(user: Body<'createUser'>): Promise<Answer<'createUser'>>;
  /** What is left out stays as it is; `null` removes. */
  update(id: string, change: Body<'updateUser'>): Promise<User>;
  delete(id: string): Promise<void>;
  /** Makes a link by which the user chooses a new password. */
  resetPassword(id: string): Promise<Ticket>;
  sessions(id: string): Promise<Answer<'listSessions'>>;
  /** Signs the user out everywhere. */
  endSessions(id: string): Promise<Answer<'endSessions'>>;
}

/** API keys. No key manages keys: that takes a person who is signed in. */
export interface Keys {
  /** The caller's own unless `owner` says whose. */
  list(query?: Query<'listKeys'>): Promise<Answer<'listKeys'>>;
  get(id: string): Promise<Key>;
  /** The answer holds the key itself, this once. */
  create(key: Body<'createKey'>): Promise<Schemas['IssuedKey']>;
  update(id: string, change: Body<'updateKey'>): Promise<Key>;
  /** Another secret. The one before counts for a day unless `overlapSeconds` says otherwise. */
  rotate(id: string, rotation?: Body<'rotateKey'>): Promise<Schemas['IssuedKey']>;
  delete(id: string): Promise<void>;
}

export interface Roles {
  /** All roles, and which of them the caller may give. */
  list(): Promise<Answer<'listRoles'>>;
  create(role: Body<'createRole'>): Promise<Role>;
  /** What is left out stays as it is. */
  update(name: string, change: Body<'updateRole'>): Promise<Role>;
  delete(name: string): Promise<void>;
}

/** The caller's own sessions. */
export interface Sessions {
  list(): Promise<Answer<'listOwnSessions'>>;
  end(id: string): Promise<void>;
  /** Signs out everywhere but here. */
  endOthers(): Promise<Answer<'endOtherSessions'>>;
}

/** The caller's own account. */
export interface Account {
  get(): Promise<Schemas['Me']>;
  update(change: Body<'updateMe'>): Promise<Answer<'updateMe'>>;
  /** Ends all sessions of the account, and begins a new one here. */
  changePassword(passwords: Body<'changePassword'>): Promise<void>;
}

export interface Audit {
  /** Events, newest first. `next` of an answer is `before` of the next page. */
  list(query?: Query<'listEvents'>): Promise<Answer<'listEvents'>>;
}

type Api = () => Promise<ApiClient>;

export const createUsers = (api: Api): Users => ({
  list: async (query = {}) => dataOf((await api()).GET('/users', { params: { query } })),
  get: async (id) => dataOf((await api()).GET('/users/{id}', at(id))),
  create: async (body) => dataOf((await api()).POST('/users', { body })),
  update: async (id, body) => dataOf((await api()).PATCH('/users/{id}', { ...at(id), body })),
  delete: async (id) => dataOf((await api()).DELETE('/users/{id}', at(id))),
  resetPassword: async (id) => (await dataOf((await api()).POST('/users/{id}/reset', at(id)))) as Ticket,
  sessions: async (id) => dataOf((await api()).GET('/users/{id}/sessions', at(id))),
  endSessions: async (id) => dataOf((await api()).DELETE('/users/{id}/sessions', at(id))),
});

export const createKeys = (api: Api): Keys => ({
  list: async (query = {}) => dataOf((await api()).GET('/keys', { params: { query } })),
  get: async (id) => dataOf((await api()).GET('/keys/{id}', at(id))),
  create: async (body) => dataOf((await api()).POST('/keys', { body })),
  update: async (id, body) => dataOf((await api()).PATCH('/keys/{id}', { ...at(id), body })),
  rotate: async (id, body = {}) => dataOf((await api()).POST('/keys/{id}/rotate', { ...at(id), body })),
  delete: async (id) => dataOf((await api()).DELETE('/keys/{id}', at(id))),
});

export const createRoles = (api: Api): Roles => ({
  list: async () => dataOf((await api()).GET('/roles')),
  create: async (body) => dataOf((await api()).POST('/roles', { body })),
  update: async (name, body) => dataOf((await api()).PATCH('/roles/{name}', { ...named(name), body })),
  delete: async (name) => dataOf((await api()).DELETE('/roles/{name}', named(name))),
});

export const createSessions = (api: Api): Sessions => ({
  list: async () => dataOf((await api()).GET('/me/sessions')),
  end: async (id) => dataOf((await api()).DELETE('/me/sessions/{id}', at(id))),
  endOthers: async () => dataOf((await api()).DELETE('/me/sessions')),
});

export const createAccount = (api: Api): Account => ({
  get: async () => dataOf((await api()).GET('/me')),
  update: async (body) => dataOf((await api()).PATCH('/me', { body })),
  changePassword: async (body) => dataOf((await api()).POST('/me/password', { body })),
});

export const createAudit = (api: Api): Audit => ({
  list: async (query = {}) => dataOf((await api()).GET('/audit', { params: { query } })),
});

const named = (name: string): { params: { path: { name: string } } } => ({ params: { path: { name } } });

const at = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } });
