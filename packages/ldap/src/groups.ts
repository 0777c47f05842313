/**
 * The groups of a person: those that his entry names, those that a search finds, and those that they are in
 * themselves.
 */

import type { Connection } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { normalDn, normalName } from './dn.ts';
import type { Entry } from './entry.ts';
import { odd } from './failure.ts';
import { type FilterTemplate, parseFilter } from './filter-template.ts';
import type { ResolvedGroups } from './options.ts';

/** More are refused: a sign-in has all groups of the person, or there is none. */
const MAX_GROUPS = 1_000;

/** Of nested groups that are asked for one by one. */
const MAX_WALKED = 200;
const MAX_LEVELS = 10;

/** LDAP_MATCHING_RULE_IN_CHAIN (MS-ADTS §3.1.1.3.4.4.3): members of members too, on the server. */
const IN_CHAIN: FilterTemplate = parseFilter('(member:1.2.840.113556.1.4.1941:={user_dn})', ['user_dn']);

/** As the directory names them, each once. */
export async function groupsOf(
  person: Entry,
  username: string,
  { attribute, filter, baseDn, nested }: ResolvedGroups,
  ask: { readonly connection: Connection; readonly deadline: Deadline },
): Promise<readonly string[]> {
  const { connection, deadline } = ask;

  async function found(template: FilterTemplate | null, dn: string): Promise<readonly string[]> {
    if (template === null) return [];
    const search = { baseDn, filter: template.fill({ user_dn: dn, username }) };
    return (await connection.all(MAX_GROUPS, search, deadline)).map((entry) => entry.dn);
  }

  /** A group that the attribute names may be no entry, or one that nobody may read. */
  async function attributeOf(dn: string): Promise<readonly string[]> {
    if (attribute === null || normalDn(dn) === null) return [];
    const search = { baseDn, filter: SELF, attributes: [attribute], scope: 'base' as const };
    const [entry] = await connection.first(1, { ...search, baseDn: dn }, deadline);
    return entry?.texts(attribute) ?? [];
  }

  async function above(dn: string): Promise<readonly string[]> {
    const usesName = filter !== null && filter.usernameIn.length > 0;
    return [...(await attributeOf(dn)), ...(await found(usesName ? null : filter, dn))];
  }

  const direct = attribute === null ? [] : person.texts(attribute);
  const searched = await found(nested === 'active-directory' ? IN_CHAIN : filter, person.dn);
  const groups = [...direct, ...searched];
  if (nested === 'walk') return walk(groups, above, connection);
  const unique = [...new Map(groups.map((group) => [keyOf(group), group])).values()];
  if (unique.length > MAX_GROUPS) throw odd(connection.server, `somebody is in more than ${MAX_GROUPS} groups`);
  return unique;
}

/** Every entry has a class. */
const SELF = '(objectClass=*)';

/** Level by level, each group once, so that a loop ends. */
async function walk(
  direct: readonly string[],
  above: (dn: string) => Promise<readonly string[]>,
  { server }: Connection,
): Promise<readonly string[]> {
  const known = new Map<string, string>();
  let level = direct;
  for (let depth = 0; level.length > 0; depth += 1) {
    const fresh = new Map(level.map((group) => [keyOf(group), group]));
    for (const key of known.keys()) fresh.delete(key);
    for (const [key, group] of fresh) known.set(key, group);
    if (known.size > MAX_WALKED) throw odd(server, `somebody is in more than ${MAX_WALKED} nested groups`);
    if (depth >= MAX_LEVELS && fresh.size > 0) throw odd(server, `groups are nested more than ${MAX_LEVELS} deep`);
    level = (await Promise.all([...fresh.values()].map(above))).flat();
  }
  return [...known.values()];
}

function keyOf(group: string): string {
  return normalDn(group) ?? `name:${normalName(group)}`;
}
