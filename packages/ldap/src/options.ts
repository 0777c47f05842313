/**
 * What the caller says of a directory, and what stands after the defaults.
 */

import type { SecureContextOptions } from 'node:tls';
import type { FilterTemplate } from './filter-template.ts';

/** From a group, its whole name or its leading common name, to what it gives here. Others give nothing. */
export type LdapMapping = Readonly<Record<string, string | readonly string[]>>;

export interface LdapRoles {
  /**
   * Roles by group. A key is the group's whole name, `cn=admins,ou=groups,dc=example,dc=com`, or its common name
   * alone, `admins`, which then counts wherever such a group is. Case and spaces do not matter.
   */
  readonly mapping?: LdapMapping;
  /** Roles of whom no group gives any. Default none. */
  readonly default?: string | readonly string[];
}

/**
 * Groups that groups are in: `active-directory` lets the server follow them, `walk` asks group by group, at most 10
 * levels.
 */
export type LdapNesting = 'none' | 'active-directory' | 'walk';

export interface LdapGroups {
  /** Attribute of a person's entry that holds his groups, one or several. Default `memberOf`; none with `filter`. */
  readonly attribute?: string;
  /** Finds the groups of a person: `{user_dn}` and `{username}` are replaced, as in `(member={user_dn})`. Default none. */
  readonly filter?: string;
  /** Where `filter` and `nested` look. Default `baseDn`. */
  readonly baseDn?: string;
  /** Default `none`. */
  readonly nested?: LdapNesting;
}

export interface LdapTls {
  /** Certificates of authorities in PEM, in place of those that Node knows. Default those of Node. */
  readonly ca?: string;
  /** File with the same. */
  readonly caFile?: string;
}

export interface LdapOptions {
  /** In sessions and events: 1 to 32 lower-case letters, digits and `-`. Default `ldap`. */
  readonly id?: string;
  /**
   * `ldaps://host`, or several that hold the same, in the order in which they are asked. `ldap://` sends passwords in
   * clear unless `startTls` is on, so it is for a server on this machine.
   */
  readonly url: string | readonly string[];
  /** Encrypts `ldap://` before anything is said. A server that does not take part is not asked. Default false. */
  readonly startTls?: boolean;
  /** Lets passwords go in clear to other machines. Whoever is on the way reads them. Default false. */
  readonly allowPlaintext?: boolean;
  /** Whom to trust. Names and dates of certificates are always checked. */
  readonly tls?: LdapTls;
  /** Who searches. Default nobody in particular, where the directory lets anybody search. */
  readonly bindDn?: string;
  readonly bindPassword?: string;
  /** Where people are: `ou=people,dc=example,dc=com`. */
  readonly baseDn: string;
  /** Finds a person by `{username}`, which is escaped. Exactly one entry counts. Default `(uid={username})`. */
  readonly userFilter?: string;
  /**
   * Has to find something below `baseDn`, else nobody gets in by the right password either: `{user_dn}` and `{username}`
   * are replaced. Default none.
   */
  readonly accessFilter?: string;
  /**
   * Attribute whose value never changes and never passes to somebody else. Default the first of `entryUUID`,
   * `objectGUID`; of an entry with neither it is its name.
   */
  readonly idAttribute?: string;
  /** What somebody signs in as. Default the first attribute of `userFilter` that the entry has. */
  readonly usernameAttribute?: string;
  /** Name for display. Default the first of `displayName`, `cn`. */
  readonly nameAttribute?: string;
  /** Default `mail`. For display; it finds nobody. */
  readonly emailAttribute?: string;
  readonly groups?: LdapGroups;
  /** What groups give here. Default nothing. */
  readonly roles?: LdapRoles;
  /** For a sign-in as a whole, in milliseconds, with all servers. Default 5000, from 100 to 30000. */
  readonly timeoutMs?: number;
}

/** One server of the list. */
export interface Server {
  /** As it was given, for messages. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'start-tls' | 'none';
  readonly ca: SecureContextOptions['ca'];
}

export interface ResolvedGroups {
  readonly attribute: string | null;
  readonly filter: FilterTemplate | null;
  readonly baseDn: string;
  readonly nested: LdapNesting;
}

export interface ResolvedRoles {
  /** By normal name; Maps, since a group may be called `__proto__`. */
  readonly byDn: ReadonlyMap<string, readonly string[]>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly otherwise: readonly string[];
}

export interface ResolvedOptions {
  readonly servers: readonly Server[];
  /** `null`: nobody in particular. */
  readonly service: { readonly dn: string; readonly password: string } | null;
  readonly baseDn: string;
  readonly userFilter: FilterTemplate;
  readonly accessFilter: FilterTemplate | null;
  readonly idAttribute: string | null;
  readonly usernameAttribute: string | null;
  readonly nameAttributes: readonly string[];
  readonly emailAttribute: string;
  readonly groups: ResolvedGroups;
  readonly roles: ResolvedRoles;
  readonly timeoutMs: number;
}
