/**
 * Users and roles, where they are switched on: the parts that the core needs before it is there, and
 * the rest once it is.
 */

import type {
  Accounts,
  AuditRecorder,
  Directory,
  IdentityAdmission,
  KeyDirectory,
  LiveRoles,
  PasswordHasher,
  PasswordPolicy,
  RoleSet,
} from '@doorward/accounts';
import {
  ANYONE,
  AuthError,
  type Core,
  type DurableStore,
  type Events,
  type Principal,
  type Telemetry,
  type UserRecord,
} from '@doorward/core';
import { invalid, type ResolvedOptions } from './option-schema.ts';
import { measuredHasher } from './telemetry/measured-hasher.ts';

export interface People {
  readonly directory: Directory;
  /** False: the directory's verifier is not asked. */
  readonly hasPasswords: boolean;
  /** API keys; `null` where they are off. */
  readonly keys: KeyDirectory | null;
  readonly recorder: AuditRecorder;
  /** The accounts of people whom somebody else knows. */
  readonly identities: IdentityAdmission;
  /** Whom everybody acts as while the login is off. */
  readonly everybody: () => Principal;
  /** Whom a user who signed in by password acts as. */
  principalOf(user: StoredUser): Principal;
  /** What the start has to say, and to watch. */
  readonly notices: Notices;
  /** What pages, commands and apps work with. */
  accounts(core: Core): Accounts;
}

/** As `accounts.own.changePassword` answers it. */
export type StoredUser = UserRecord;

export interface Notices {
  /** The well-known password of the first owner still stands: it must not stand on a network. */
  readonly hasDefaultPassword: boolean;
  readonly autoLogin: string | null;
}

type Library = typeof import('@doorward/accounts');
type AccountsSettings = Exclude<ResolvedOptions['accounts'], false>;

export interface PeopleParts {
  readonly settings: AccountsSettings;
  readonly roleSet: RoleSet | RoleSetName;
  readonly apiKeys: ResolvedOptions['apiKeys'];
  /** Says whether changes by other processes are heard of. */
  readonly mayCache: () => boolean;
  readonly title: string;
  readonly store: DurableStore;
  readonly now: () => number;
  readonly isProduction: boolean;
  readonly telemetry: Telemetry;
  readonly onError: (error: unknown) => void;
}

/** @throws AuthError `auth/options-invalid`, `accounts/roles-invalid`, `auth/open-to-network`. */
export async function openPeople(parts: PeopleParts): Promise<People> {
  const { settings, apiKeys, title, store, now, isProduction, onError } = parts;
  const library = await import('@doorward/accounts');
  const set = roleSetOf(library, parts.roleSet);
  const roles = library.createLiveRoles({ set, store, mayCache: parts.mayCache, onError });
  await roles.settle();
  const hasher = measuredHasher(library.createPasswordHasher(), parts.telemetry);
  const policy = library.createPasswordPolicy({
    minLength: settings.password.minLength,
    blocked: [title, ...settings.password.blocked],
  });
  const isNew = await library.needsSetUp(store, roles);
  if (isNew && isProduction && settings.owner?.isDefault) throw defaultPasswordInTheOpen('NODE_ENV is production');
  await makeOwner(library, { settings, store, now, roles, hasher, policy });
  const hasDefaultPassword = await library.hasDefaultPassword(store);
  if (hasDefaultPassword && isProduction) throw defaultPasswordInTheOpen('NODE_ENV is production');
  const { bootstrap } = apiKeys === false ? {} : apiKeys;
  if (bootstrap !== undefined) await library.ensureBootstrapKey({ store, roles, now }, bootstrap);
  let events: Events | null = null;
  const recorder = library.createAuditRecorder({ store, retentionDays: settings.auditDays, now, onError });
  return {
    directory: library.createDirectory({ store, hasher, roles, hasPasswords: settings.passwords, now, onError }),
    hasPasswords: settings.passwords,
    keys: apiKeys === false ? null : openKeys(library, apiKeys, { ...parts, roles }),
    recorder,
    identities: library.createIdentityAdmission({
      store,
      roles,
      provisioning: settings.provisioning,
      now,
      events: () => events ?? UNHEARD,
    }),
    everybody: await followUser(library, store, roles, settings.autoLogin),
    principalOf: (user) => library.toPrincipal(user, roles, 'password'),
    notices: { hasDefaultPassword, autoLogin: settings.autoLogin ?? null },
    accounts(core) {
      events = core.events;
      return library.createAccounts(
        {
          store,
          tickets: core.store,
          sessions: core.sessions,
          signIn: core.signIn,
          events: core.events,
          hasher,
          policy,
          hasPasswords: settings.passwords,
          provisioning: settings.provisioning,
          roles,
          now,
        },
        { signUp: settings.signUp, recorder, keys: apiKeys === false ? null : { prefix: apiKeys.prefix } },
      );
    },
  };
}

/** Before the core is there nobody signs in. */
const UNHEARD: Events = { emit: () => undefined };

export type RoleSetName = 'team' | 'superuser' | 'studio';

export function roleSetOf(library: Pick<Library, 'roleSets'>, given: RoleSet | RoleSetName): RoleSet {
  return typeof given === 'string' ? library.roleSets[given] : given;
}

function openKeys(
  library: Library,
  { header, query, prefix }: Exclude<ResolvedOptions['apiKeys'], false>,
  { store, roles, mayCache, now, onError }: PeopleParts & { readonly roles: LiveRoles },
): KeyDirectory {
  const places = { header, parameter: query === false ? null : query, prefix };
  return library.createKeyDirectory({ places, store, roles, mayCache, now, onError });
}

/** A well-known password must not stand where others can reach it. */
export function defaultPasswordInTheOpen(where: string): AuthError {
  return new AuthError(
    'auth/open-to-network',
    `accounts.owner.isDefault: the first owner still has a well-known password, and ${where}. Sign in on this machine and change it, or configure another password for a new data folder.`,
    { option: 'accounts.owner.isDefault' },
  );
}

interface OwnerParts extends Pick<PeopleParts, 'settings' | 'store' | 'now'> {
  readonly roles: LiveRoles;
  readonly hasher: PasswordHasher;
  readonly policy: PasswordPolicy;
}

async function makeOwner(library: Library, { settings, store, now, roles, hasher, policy }: OwnerParts): Promise<void> {
  const { owner } = settings;
  if (owner?.password === undefined) return;
  const { username, email = null, password, isDefault } = owner;
  const wrong = isDefault ? null : policy.check(password, [username, email ?? '']);
  if (wrong !== null) {
    throw invalid('accounts.owner.password', `${wrong.detail} A well-known one needs accounts.owner.isDefault.`);
  }
  try {
    await library.createFirstOwner({ store, hasher, roles, now }, { username, email, password, isDefault });
  } catch (error) {
    const field = library.fieldOf(error);
    throw field === undefined ? error : invalid(`accounts.owner.${field}`, (error as Error).message);
  }
}

/** The principal of the user who is signed in automatically, as he is stored at any time. */
async function followUser(
  library: Library,
  store: DurableStore,
  roles: LiveRoles,
  name: string | undefined,
): Promise<() => Principal> {
  if (name === undefined) return () => ANYONE;
  const read = async (): Promise<Principal | null> => {
    const user = await library.userNamed(store, name);
    await roles.settle();
    return user?.status === 'active' ? library.toPrincipal(user, roles, 'auto-login') : null;
  };
  let current = await read();
  if (current === null)
    throw invalid('accounts.autoLogin', `there is no active user "${name}". Make one, or correct the name.`);
  store.subscribe(() => {
    void read().then(
      (principal) => {
        current = principal;
      },
      () => undefined,
    );
  });
  return () => current ?? NOBODY;
}

/** The user was disabled or deleted meanwhile: he may nothing. */
const NOBODY: Principal = Object.freeze({
  ...ANYONE,
  subject: 'nobody',
  name: 'nobody',
  permissions: Object.freeze([]),
});
