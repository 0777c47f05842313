/**
 * The accounts of a server without the server: for a command on the machine that keeps the store. What
 * is changed here ends sessions, is noted in the audit log, and is heard of by servers that run.
 */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts, Actor, IssuedTicket, RoleSet, User } from '@doorward/accounts';
import {
  AuthError,
  type Core,
  canonicalName,
  createKeyRing,
  createTelemetry,
  type DurableStore,
  randomSecret,
} from '@doorward/core';
import { composeCore } from './compose-core.ts';
import { dataFolderOf } from './data-folder.ts';
import { type Environment, mergeOptions, readEnvironment, unknownVariables } from './environment.ts';
import { createErrorLog } from './error-log.ts';
import { openStores } from './open-stores.ts';
import { type ResolvedOptions, resolveOptions } from './option-schema.ts';
import type { DoorwardOptions, Log } from './options.ts';
import { openPeople } from './people.ts';
import { REDIS_VARIABLES } from './redis-variables.ts';

/** Where the accounts are. What is left out comes from the variables, then from the server's defaults. */
export interface AccountsPlace {
  /** Also in place of a database that only a variable names. */
  readonly dataFolder?: string | undefined;
  readonly databaseUrl?: string | undefined;
  /** The server's role set, where its code gives one. Default `DOORWARD_ROLES`, then `'team'`. */
  readonly roles?: 'team' | 'superuser' | 'studio' | RoleSet | undefined;
  /** Makes a data folder where there is none. Default false: that is an error. */
  readonly create?: boolean | undefined;
  /** Told of what fails in the background. Default `console`. */
  readonly log?: Log | undefined;
}

export interface OpenAccounts {
  readonly accounts: Accounts;
  /** The folder or the database, without a password. */
  readonly place: string;
  /** The user of an id, a username or an e-mail address; `null` when there is none. */
  find(name: string): Promise<User | null>;
  /** Forgets wrong guesses at the user's password. */
  unlock(actor: Actor, user: User): Promise<void>;
  /** A link by which a user chooses a password: an invitation for one who has none, else a reset. */
  issueLink(actor: Actor, user: User): Promise<IssuedTicket>;
  /** The link of a ticket: an address with `DOORWARD_PUBLIC_URL`, else a path on the server. */
  linkOf(ticket: IssuedTicket): string;
  /** Writes what is left to write, and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the store that the variables and `place` name, as a server would. Makes no owner, issues no link
 * to set one up, reads no secret, and deletes nothing from the audit log.
 *
 * @throws AuthError `auth/store-missing` where there is no store; `auth/options-invalid`,
 * `auth/file-unreadable`, `accounts/roles-invalid`, and those of `@doorward/sql` and `@doorward/redis`.
 */
export async function openAccounts(
  place: AccountsPlace = {},
  environment: Environment = process.env,
): Promise<OpenAccounts> {
  const log = place.log ?? console;
  for (const name of unknownVariables(environment))
    log.warn(`Doorward: ${name} is not a variable of Doorward; see docs/options.md.`);
  const options = resolveOptions(optionsOf(place, environment), false);
  const folder = options.databaseUrl === undefined ? dataFolderOf(options) : null;
  if (folder !== null && place.create !== true) assertStore(folder);
  const onError = createErrorLog(log, Date.now);
  const stores = await openStores(options, folder, onError);
  try {
    const { accounts, core, recorder } = await compose(options, stores, onError);
    return {
      ...actionsOn(accounts, core, stores.durable as DurableStore),
      place: folder ?? withoutPassword(options.databaseUrl ?? ''),
      linkOf: ({ ticket }) =>
        `${options.publicUrl?.origin ?? ''}${core.site('').paths.ticket}?ticket=${encodeURIComponent(ticket)}`,
      async close() {
        core.close();
        await recorder.close();
        await stores.close();
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function compose(
  options: ResolvedOptions,
  stores: Awaited<ReturnType<typeof openStores>>,
  onError: (error: unknown) => void,
) {
  const { accounts: settings, apiKeys, page } = options;
  const { durable, expiring } = stores;
  if (settings === false || durable === null) throw new TypeError('accounts are on, so they have a store');
  const telemetry = createTelemetry();
  const people = await openPeople({
    settings,
    roleSet: settings.roles ?? 'team',
    apiKeys,
    mayCache: expiring.mayCache,
    title: page.title,
    store: durable,
    now: Date.now,
    isProduction: false,
    telemetry,
    onError,
  });
  const keys = createKeyRing([]);
  const programs = { staticTokens: null, jwt: null };
  const parts = {
    keys,
    store: expiring,
    login: null,
    people,
    programs,
    providers: [],
    directories: { verifiers: [] },
    healthChecks: [],
    renderProblem: null,
    telemetry,
    onError,
  };
  const core = composeCore(options, parts);
  // No request will ever come with a key.
  await people.keys?.close();
  return { core, accounts: people.accounts(core), recorder: people.recorder };
}

function actionsOn(
  accounts: Accounts,
  core: Core,
  store: DurableStore,
): Pick<OpenAccounts, 'accounts' | 'find' | 'unlock' | 'issueLink'> {
  return {
    accounts,
    async find(name) {
      // By id first: nobody can choose an id, and anybody might choose another's id as his name.
      const record = (await store.user(name)) ?? (await store.userBy(canonicalName(name)));
      return record === null ? null : (await import('@doorward/accounts')).toUser(record);
    },
    async unlock({ principal, clientAddress }, { id, username, displayName }) {
      await core.signIn.unlock(id);
      const targetName = displayName ?? username;
      core.events.emit('user-updated', { ...principal, clientAddress, target: id, targetName, detail: 'unlocked' });
    },
    async issueLink(actor, { id }) {
      const record = await store.user(id);
      if (record === null || record.passwordHash !== null) return accounts.users.resetPassword(actor, id);
      return accounts.tickets.issue(actor, 'invitation', record);
    },
  };
}

/** The variables that say where users are and what holds for them. No secret is among them. */
const VARIABLES = [
  'DOORWARD_DATA_FOLDER',
  'DOORWARD_DATABASE_URL',
  ...Object.keys(REDIS_VARIABLES),
  'DOORWARD_ROLES',
  'DOORWARD_PASSWORD_MIN_LENGTH',
  'DOORWARD_API_KEY_PREFIX',
  'DOORWARD_TITLE',
  'DOORWARD_PUBLIC_URL',
  'DOORWARD_BASE_PATH',
  'DOORWARD_SESSION_IDLE_SECONDS',
  'DOORWARD_SESSION_ABSOLUTE_SECONDS',
];

/** In days: more than the log is old. How long events are kept is the server's to say, maybe in its code. */
const KEEP_EVENTS = 36_500;

function optionsOf({ dataFolder, databaseUrl, roles }: AccountsPlace, environment: Environment): DoorwardOptions {
  const isOurs = (name: string): boolean => VARIABLES.includes(name.replace(/_FILE$/, ''));
  const named = Object.fromEntries(Object.entries(environment).filter(([name]) => isOurs(name)));
  if (dataFolder !== undefined) {
    delete named['DOORWARD_DATABASE_URL'];
    delete named['DOORWARD_DATABASE_URL_FILE'];
  }
  return mergeOptions(readEnvironment(named).options, {
    dataFolder,
    databaseUrl,
    accounts: { roles, auditDays: KEEP_EVENTS },
    // Whether the server takes keys is said by its code; they can be managed in any case.
    apiKeys: true,
    // Nothing is signed with it.
    secret: randomSecret(),
  });
}

/** As `@doorward/sql` names them. */
const STORE_FILES = ['doorward.db', 'store.json'];

function assertStore(folder: string): void {
  try {
    if (STORE_FILES.some((file) => statSync(join(folder, file), { throwIfNoEntry: false }) !== undefined)) return;
  } catch {
    // It may be there, and this user may not look: opening it says so.
    return;
  }
  throw new AuthError(
    'auth/store-missing',
    `There are no accounts in ${folder}. Name the data folder of the server with --data-folder or DOORWARD_DATA_FOLDER.`,
    { option: 'dataFolder' },
  );
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'the database';
  const { host, pathname } = new URL(databaseUrl);
  return host + pathname;
}
