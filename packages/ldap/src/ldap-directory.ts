/**
 * Signing in by an LDAP directory: the service finds the entry, and its owner's password is tried by a bind.
 * @see RFC 4511, RFC 4513 §5.1
 */

import { randomBytes } from 'node:crypto';
import type { Identity, PasswordDirectory } from '@doorward/core';
import type { Connection } from './connection.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import type { Entry } from './entry.ts';
import { failureOf, isRefusal, unreachable } from './failure.ts';
import { groupsOf } from './groups.ts';
import { createLimit, type Limit } from './limit.ts';
import type { LdapOptions, ResolvedOptions } from './options.ts';
import { findPerson, identityOf, usernameOf } from './person.ts';
import { resolveOptions } from './resolve-options.ts';
import { rolesOf } from './roles.ts';
import { createServers, type Servers } from './servers.ts';
import { createService, type Service } from './service.ts';

const MAX_NAME_LENGTH = 256;

/** Passwords that are tried at once, each on a connection of its own. */
const MAX_PASSWORDS = 32;

/** By which the directory is asked. */
interface Means {
  readonly servers: Servers;
  readonly service: Service;
  readonly passwords: Limit;
}

/**
 * A directory for the option `directories`. It is asked when somebody first signs in, not now: one that is away stops
 * no start. An unknown name, a wrong password and no access are told apart by nothing, and take the same steps.
 * `authenticate` throws AuthError `ldap/unreachable`, `ldap/untrusted`, `ldap/bind-refused` or `ldap/answer-refused`
 * when the directory cannot be asked.
 * @throws AuthError `ldap/options-invalid`.
 */
export function createLdapDirectory(options: LdapOptions): PasswordDirectory {
  const resolved = resolveOptions(options);
  const servers = createServers(resolved.servers);
  const service = createService(servers, resolved);
  const passwords = createLimit(MAX_PASSWORDS);
  return {
    id: options.id ?? 'ldap',
    authenticate: async (attempt) =>
      isPossible(attempt) ? authenticate(attempt, resolved, { servers, service, passwords }) : null,
    close: service.close,
  };
}

/**
 * An empty password makes a bind that succeeds without any (RFC 4513 §5.1.2), and there are servers for which a text
 * ends at the first NUL.
 */
function isPossible({ name, password }: { readonly name: string; readonly password: string }): boolean {
  if (name.trim() === '' || name.length > MAX_NAME_LENGTH) return false;
  return password.trim() !== '' && !password.includes('\0');
}

async function authenticate(
  { name, password }: { readonly name: string; readonly password: string },
  options: ResolvedOptions,
  { servers, service, passwords }: Means,
): Promise<Identity | null> {
  const deadline = createDeadline(options.timeoutMs);
  const { person, connection } = await service.run(async (searching, limit) => {
    const found = await findPerson(name, options, { connection: searching, deadline: limit });
    return { person: found, connection: searching };
  }, deadline);
  const isRight = await passwords.run(
    () => isPassword(person?.dn ?? nobody(options), password, { servers, near: connection, deadline }),
    deadline,
    () => unreachable(connection.server, 'too many people sign in at once'),
  );
  if (person === null || !isRight) return null;
  return service.run(
    (searching, limit) => admitted(person, name, options, { connection: searching, deadline: limit }),
    deadline,
  );
}

/** A name that is nobody's: an unknown user costs a bind too, so that time does not tell who there is. */
function nobody({ baseDn }: ResolvedOptions): string {
  return `cn=nobody-${randomBytes(8).toString('hex')},${baseDn}`;
}

/** On a connection of its own: the one that searches stays bound as the service. */
async function isPassword(
  dn: string,
  password: string,
  { servers, near, deadline }: Pick<Means, 'servers'> & { readonly near: Connection; readonly deadline: Deadline },
): Promise<boolean> {
  let isRight = true;
  const opened = await servers.open(
    deadline,
    async (connection, limit) => {
      try {
        await connection.bind(dn, password, limit);
      } catch (error) {
        if (!isRefusal(error)) throw failureOf(error, connection.server);
        isRight = false;
      }
    },
    near.server,
  );
  opened.close();
  return isRight;
}

async function admitted(
  person: Entry,
  name: string,
  options: ResolvedOptions,
  ask: { readonly connection: Connection; readonly deadline: Deadline },
): Promise<Identity | null> {
  const { connection, deadline } = ask;
  const { accessFilter, baseDn } = options;
  // Not as it was typed: a filter that tells cases apart would find other groups by another spelling.
  const username = usernameOf(person, name, options) ?? name;
  if (accessFilter !== null) {
    const filter = accessFilter.fill({ user_dn: person.dn, username });
    if ((await connection.first(1, { baseDn, filter }, deadline)).length === 0) return null;
  }
  const groups = await groupsOf(person, username, options.groups, ask);
  return identityOf(person, name, options, { roles: rolesOf(groups, options.roles), connection });
}
