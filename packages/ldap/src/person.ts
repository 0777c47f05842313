/**
 * Finding the one entry that a name stands for, and what is told of it.
 */

import { canonicalName, type Identity } from '@doorward/core';
import type { Connection } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { normalDn } from './dn.ts';
import type { Entry } from './entry.ts';
import { odd } from './failure.ts';
import { comparedWith } from './filter-template.ts';
import type { ResolvedOptions } from './options.ts';

/** Attributes of which values never pass to somebody else: RFC 4530, MS-ADA3 §2.47. */
const OBJECT_GUID = 'objectGUID';
const IDS = ['entryUUID', OBJECT_GUID];

const MAX_TEXT = 256;

/** `null` for no entry, and for more than one. */
export async function findPerson(
  name: string,
  options: ResolvedOptions,
  { connection, deadline }: { readonly connection: Connection; readonly deadline: Deadline },
): Promise<Entry | null> {
  const { baseDn, userFilter } = options;
  const search = {
    baseDn,
    filter: userFilter.fill({ username: name, user_dn: '' }),
    attributes: attributesOf(options),
    binary: [OBJECT_GUID],
  };
  const [entry, second] = await connection.first(2, search, deadline);
  // A bind with an empty name is one as nobody, which succeeds (RFC 4513 §5.1.2).
  if (entry === undefined || second !== undefined || normalDn(entry.dn) === null) return null;
  if (userFilter.usernameIn.every(({ attribute }) => entry.texts(attribute).length === 0)) {
    throw odd(connection.server, 'the entry lacks every attribute that userFilter compares with the user name');
  }
  return isNamed(entry, name, options) ? entry : null;
}

/**
 * Directories ignore more than spaces and case, so one entry may be found by names without number. Guesses are counted
 * by name: only spellings that are counted as one may be one.
 */
function isNamed(entry: Entry, name: string, { userFilter }: ResolvedOptions): boolean {
  return userFilter.usernameIn.some((comparison) => {
    const wanted = canonicalName(comparedWith(comparison, name));
    return entry.texts(comparison.attribute).some((value) => canonicalName(value) === wanted);
  });
}

export function identityOf(
  entry: Entry,
  name: string,
  options: ResolvedOptions,
  { roles, connection }: { readonly roles: readonly string[]; readonly connection: Connection },
): Identity {
  const subject = subjectOf(entry, options);
  if (subject === null)
    throw odd(connection.server, `the entry has no ${options.idAttribute}, which idAttribute names`);
  const username = usernameOf(entry, name, options);
  const shown = options.nameAttributes.map((attribute) => textOf(entry, attribute)).find((text) => text !== undefined);
  const email = textOf(entry, options.emailAttribute);
  return {
    subject,
    ...(username === undefined ? {} : { username: username.slice(0, MAX_TEXT) }),
    ...(shown === undefined ? {} : { name: shown }),
    ...(email === undefined ? {} : { email }),
    roles,
  };
}

function idsOf({ idAttribute }: ResolvedOptions): readonly string[] {
  return idAttribute === null ? IDS : [idAttribute];
}

function attributesOf(options: ResolvedOptions): readonly string[] {
  const { userFilter, usernameAttribute, nameAttributes, emailAttribute, groups } = options;
  const wanted = [usernameAttribute, ...nameAttributes, emailAttribute, groups.attribute].filter(
    (name) => name !== null,
  );
  return [...new Set([...wanted, ...userFilter.usernameIn.map(({ attribute }) => attribute), ...idsOf(options)])];
}

function subjectOf(entry: Entry, options: ResolvedOptions): string | null {
  for (const attribute of idsOf(options)) {
    const id = entry.first(attribute);
    if (id !== undefined && id.length > 0) return typeof id === 'string' ? id : identifier(attribute, id);
  }
  return options.idAttribute === null ? normalDn(entry.dn) : null;
}

/** An `objectGUID` as Active Directory's tools write it, whose first three parts are turned around. */
function identifier(attribute: string, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (attribute.toLowerCase() !== OBJECT_GUID.toLowerCase()) return buffer.toString('hex');
  const turned = [
    ...buffer.subarray(0, 4).reverse(),
    ...buffer.subarray(4, 6).reverse(),
    ...buffer.subarray(6, 8).reverse(),
  ];
  const hex = Buffer.concat([Buffer.from(turned), buffer.subarray(8)]).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** As the directory spells it; the value that was typed, where several are in one attribute. */
export function usernameOf(
  entry: Entry,
  name: string,
  { usernameAttribute, userFilter }: ResolvedOptions,
): string | undefined {
  const attributes =
    usernameAttribute === null ? userFilter.usernameIn.map(({ attribute }) => attribute) : [usernameAttribute];
  const values = attributes.map((attribute) => entry.texts(attribute)).find(({ length }) => length > 0) ?? [];
  const typed = canonicalName(name);
  return values.find((value) => canonicalName(value) === typed) ?? values[0];
}

function textOf(entry: Entry, attribute: string): string | undefined {
  return entry
    .texts(attribute)
    .map((text) => text.trim())
    .find((text) => text !== '')
    ?.slice(0, MAX_TEXT);
}
