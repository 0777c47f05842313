/**
 * The JSON endpoints behind a real guard, with users of every role, asked without a server.
 *
 * Every answer is held against the document: its status is one that the endpoint documents, and it holds no
 * field that is not documented.
 */

import {
  type Accounts,
  createAccounts,
  createAuditRecorder,
  createDirectory,
  createKeyDirectory,
  createLiveRoles,
  createPasswordHasher,
  createPasswordPolicy,
  roleSets,
  toPrincipal,
} from '@doorward/accounts';
import {
  type AuthEvent,
  type Core,
  type CoreOptions,
  createCore,
  createMemoryDurableStore,
  createMemoryStore,
  createPrincipal,
  createTokenLogin,
  type DurableStore,
  FetchRequestView,
  type KeyRecord,
  type Scheme,
  type UserRecord,
} from '@doorward/core';
import { plainOptions } from '@doorward/test-core';
import { createEndpoints, type WebPeople } from '../../src/index.ts';
import { toResponse } from '../../src/responses.ts';
import { PLAIN_PAGE } from '../fixture/plain-page.ts';
import { assertDocumented } from './documented.ts';
import { addKeys, addPeople, type KeyName, losable, type Person, secretOf } from './people.ts';

export const PASSWORD = 'plum trolley wanders 42';
export const NEW_PASSWORD = 'seven violet kettles hum';
export const TOKEN = 'sup3rs3cr3t-token';
const STRANGER_TOKEN = 'str4nger-t0ken';
export const ORIGIN = 'https://own.example';
export const COOKIE = 'doorward_test';

/**
 * `token` may do everything and is no user; `stranger` is no user either, with every right of the app that can be
 * named; `key` and `robot` are keys that may everything, and `narrow` is one that is limited.
 */
export type Caller = Person | 'token' | 'stranger' | 'nobody' | 'key' | 'narrow' | 'robot';

export interface Asked {
  readonly as?: Caller;
  /** An object goes as JSON, a text as it is. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GivenApi {
  readonly core: Core;
  readonly accounts: Accounts;
  readonly store: DurableStore;
  readonly events: AuthEvent[];
  readonly errors: unknown[];
  /** By the names of `PEOPLE`, as they were at first. */
  readonly users: Readonly<Record<Person, UserRecord>>;
  /** As they were at first. */
  readonly keys: Readonly<Record<KeyName, KeyRecord>>;
  /** A path of the document with the id of vera, or of her key, in it. */
  pathOf(template: string): string;
  record(person: Person): Promise<UserRecord | null>;
  /** Cookie header of a session; `obligation` as for a password that somebody else chose. */
  signIn(person: Person, obligation?: 'change-password'): Promise<string>;
  ask(method: string, path: string, asked?: Asked): Promise<Response>;
  /** The JSON of a good answer. */
  read(path: string, as: Caller): Promise<unknown>;
  /** From now on the store of users cannot be reached. */
  loseUsers(): void;
  /** From now on the store of sessions cannot be reached. */
  loseSessions(): void;
}

const hasher = createPasswordHasher({ parameters: { memoryKiB: 8, passes: 1 } });
const policy = createPasswordPolicy();
const passwordHash = hasher.hash(PASSWORD);

/** Rights in the app are none over users, whatever they are called. */
const stranger: Scheme = {
  name: 'stranger',
  authenticate: ({ bearer }) =>
    bearer === STRANGER_TOKEN
      ? {
          kind: 'authenticated',
          principal: createPrincipal({
            subject: 'stranger',
            permissions: ['*:read', '*:create', '*:update', '*:delete', '*:audit', 'users:*', 'roles:*'],
            method: 'stranger',
          }),
          startsSession: false,
        }
      : { kind: 'none' },
};

export async function givenApi(
  options: Partial<CoreOptions> = {},
  mail: Partial<Pick<WebPeople, 'sendMail' | 'publicOrigin'>> = {},
): Promise<GivenApi> {
  const durable = createMemoryDurableStore();
  const expiring = createMemoryStore();
  const lost = { users: false, sessions: false };
  const store = losable(durable, () => lost.users);
  const events: AuthEvent[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const roles = createLiveRoles({ set: roleSets.team, store, mayCache: () => true, onError });
  const now = Date.now;
  const users = await addPeople(durable, await passwordHash);
  const keys = await addKeys(durable, users);
  const places = { header: 'x-api-key', parameter: null, prefix: 'dwk_' };
  const keyDirectory = createKeyDirectory({ places, store, roles, mayCache: () => true, now, onError });
  const login = createTokenLogin(TOKEN);
  const directory = createDirectory({ store, hasher, roles, hasPasswords: true, now, onError });
  const recorder = createAuditRecorder({ store, retentionDays: 90, now, onError });
  const core = createCore(
    plainOptions({
      schemes: [keyDirectory.scheme, stranger, login.scheme],
      verifiers: [directory.verifier, login.verifier],
      publicUrl: new URL(ORIGIN),
      paths: { login: '/auth/login', logout: '/auth/logout', ticket: '/auth/ticket', api: '/auth/api' },
      cookieNames: [COOKIE],
      subjects: directory.subjects,
      store: losable(expiring, () => lost.sessions),
      events: [(event) => events.push(event), recorder.sink],
      now,
      onError,
      ...options,
    }),
  );
  const { signIn, sessions } = core;
  const accounts = createAccounts(
    {
      store,
      tickets: core.store,
      sessions,
      signIn,
      events: core.events,
      hasher,
      policy,
      hasPasswords: true,
      provisioning: 'off',
      roles,
      now,
    },
    { signUp: 'off', recorder, keys: { prefix: 'dwk_' } },
  );
  const endpoints = createEndpoints(core, {
    page: PLAIN_PAGE,
    publicOrigin: null,
    asksName: true,
    hasRoles: true,
    people: { accounts, sendMail: null, publicOrigin: null, keyHeader: 'x-api-key', ...mail },
    tokens: null,
  });

  async function sessionOf(person: Person, obligation: 'change-password' | null = null): Promise<string> {
    const user = await durable.user(users[person].id);
    if (user === null) throw new Error(`${person} is not there`);
    const principal = toPrincipal(user, roles, 'password');
    const client = { clientAddress: '127.0.0.1', cookieHeader: undefined, userAgent: 'Test/1' };
    const cookies = await signIn.renew(principal, client, { version: user.version, obligation });
    return cookies[0]?.split(';', 1)[0] ?? '';
  }

  async function credentials(as: Caller): Promise<Readonly<Record<string, string>>> {
    if (as === 'nobody') return {};
    if (as === 'token') return { authorization: `Bearer ${TOKEN}` };
    if (as === 'key' || as === 'narrow' || as === 'robot') return { 'x-api-key': secretOf(as) };
    if (as === 'stranger') return { authorization: `Bearer ${STRANGER_TOKEN}` };
    return { cookie: await sessionOf(as), origin: ORIGIN };
  }

  async function answer(request: Request): Promise<Response> {
    const decision = await core.begin(new FetchRequestView(request, '', '127.0.0.1'));
    if (decision.kind === 'respond') return toResponse(decision);
    if (decision.kind === 'endpoint') return endpoints.fetch(request, decision.context);
    return new Response(null, { status: NONE_OF_OURS });
  }

  async function ask(method: string, path: string, { as = 'nobody', body, headers = {} }: Asked = {}) {
    const type: Record<string, string> = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
    const request = new Request(`${ORIGIN}/auth/api${path}`, {
      method,
      headers: { ...type, ...(await credentials(as)), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await answer(request);
    const below = new URL(request.url).pathname.slice('/auth/api'.length);
    if (response.status !== NONE_OF_OURS) await assertDocumented(method, below, response);
    return response;
  }

  return {
    core,
    accounts,
    store: durable,
    events,
    errors,
    users,
    keys,
    pathOf: (template) =>
      template
        .replace('{id}', template.startsWith('/keys') ? keys.gadget.id : users.vera.id)
        .replace('{name}', 'clerk')
        .replace('{source}', 'acme'),
    record: async (person) => durable.user(users[person].id),
    signIn: sessionOf,
    ask,
    async read(path, as) {
      const response = await ask('GET', path, { as });
      if (response.status !== 200) throw new Error(`GET ${path} as ${as}: ${response.status}`);
      return response.json();
    },
    loseUsers: () => {
      lost.users = true;
    },
    loseSessions: () => {
      lost.sessions = true;
    },
  };
}

/** The app behind the guard got the request: with escapes a path is none of ours. */
export const NONE_OF_OURS = 299;
