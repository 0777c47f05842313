/**
 * Options from `DOORWARD_*` variables. Each also as `…_FILE`, naming a file whose content, trimmed,
 * is the value; so a container's secrets need no variable that holds them.
 */

import { readFileSync } from 'node:fs';
import { AuthError } from '@doorward/core';
import type { DoorwardOptions } from './options.ts';
import { invalid } from './option-schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Reader = (value: string, name: string) => Partial<DoorwardOptions>;

/** Every variable, with the option that it sets. */
const VARIABLES: Readonly<Record<string, Reader>> = {
  DOORWARD_AUTH: (value) => ({ auth: value as 'required' }),
  DOORWARD_OPEN_TO_NETWORK: (value, name) => ({ openToNetwork: readBoolean(value, name) }),
  DOORWARD_TOKEN: (token) => ({ token }),
  DOORWARD_SECRET: (value) => ({ secret: readList(value) }),
  DOORWARD_PUBLIC_URL: (publicUrl) => ({ publicUrl }),
  DOORWARD_BASE_PATH: (basePath) => ({ basePath }),
  DOORWARD_ORIGINS: (value) => ({ origins: readList(value) }),
  DOORWARD_TRUST_PROXY: (value) => ({ trustProxy: /^\d+$/.test(value) ? Number(value) : readList(value) }),
  DOORWARD_PUBLIC: (value) => ({ public: readList(value) }),
  DOORWARD_QUERY_TOKEN: (value, name) => ({ queryToken: readBoolean(value, name) }),
  DOORWARD_SESSION_IDLE_SECONDS: (value, name) => ({ session: { idleSeconds: readNumber(value, name) } }),
  DOORWARD_SESSION_ABSOLUTE_SECONDS: (value, name) => ({ session: { absoluteSeconds: readNumber(value, name) } }),
  DOORWARD_TITLE: (title) => ({ page: { title } }),
};

/** Variables that belong to other parts of Doorward. */
const ELSEWHERE: ReadonlySet<string> = new Set(['DOORWARD_REQUIRE']);

/**
 * The options that the environment sets, and the names in it that mean nothing.
 *
 * @throws AuthError `auth/options-invalid` for a value that cannot be read, `auth/file-unreadable`.
 */
export function readEnvironment(environment: Environment): { options: DoorwardOptions; unknown: readonly string[] } {
  let options: DoorwardOptions = {};
  for (const [name, read] of Object.entries(VARIABLES)) {
    const value = readVariable(environment, name);
    if (value !== undefined) options = mergeOptions(options, read(value, name));
  }
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('DOORWARD_') && !ELSEWHERE.has(name) && !Object.hasOwn(VARIABLES, name.replace(/_FILE$/, '')),
  );
  return { options, unknown };
}

/** `over` wins; groups of options are joined member by member. */
export function mergeOptions(under: DoorwardOptions, over: DoorwardOptions): DoorwardOptions {
  const merged: DoorwardOptions = { ...under, ...over };
  return {
    ...merged,
    ...(under.session && over.session ? { session: { ...under.session, ...over.session } } : {}),
    ...(under.page && over.page ? { page: { ...under.page, ...over.page } } : {}),
  };
}

function readVariable(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  if (file === undefined) return environment[name];
  if (environment[name] !== undefined) throw invalid(`${name}_FILE`, `cannot be used together with ${name}. Keep one of them.`);
  return readSecretFile(file, `${name}_FILE`);
}

/** @throws AuthError `auth/file-unreadable` when it cannot be read or is empty. */
export function readSecretFile(file: string, option: string): string {
  let content: string;
  try {
    content = readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  } catch (error) {
    throw unreadable(option, `"${file}" cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Check path and permission.`);
  }
  if (content === '') throw unreadable(option, `"${file}" is empty. Write the secret into it.`);
  return content;
}

function unreadable(option: string, what: string): AuthError {
  return new AuthError('auth/file-unreadable', `${option}: ${what}`, { option });
}

function readList(value: string): string[] {
  return value.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function readBoolean(value: string, name: string): boolean {
  if (/^(?:1|true|yes|on)$/i.test(value)) return true;
  if (/^(?:0|false|no|off)$/i.test(value)) return false;
  throw invalid(name, 'write true or false.');
}

function readNumber(value: string, name: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw invalid(name, 'write a whole number of seconds.');
}
