/**
 * argon2: what new hashes are made with, and the argon2id and argon2i hashes of other systems.
 * @see https://www.rfc-editor.org/rfc/rfc9106.html
 */

import { randomBytes } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import type { HashJob } from './hashing-program.ts';
import type { StoredHash } from './stored-hash.ts';

/** How much work a hash is. */
export interface PasswordParameters {
  /** Memory of one hash in KiB; default 19456, which is 19 MiB. */
  readonly memoryKiB: number;
  /** How often the memory is gone through; default 2. */
  readonly passes: number;
  /** Threads of one hash; default 1. */
  readonly parallelism: number;
}

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
export const DEFAULT_PARAMETERS: PasswordParameters = { memoryKiB: 19_456, passes: 2, parallelism: 1 };

const SALT_BYTES = 32;
const HASH_BYTES = 32;
const MAX_MEMORY_KIB = 256 * 1024;
const MAX_PASSES_TIMES_KIB = 1024 * 1024;
const MAX_PARALLELISM = 16;

// "$argon2" ("id" | "i") "$v=" version "$m=" KiB ",t=" passes ",p=" lanes "$" salt "$" hash
const PHC =
  /^\$argon2id?\$v=(?:16|19)\$m=(\d{1,7}),t=(\d{1,7}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{16,86})$/;

/** The string to store, with a new salt. */
export async function hashArgon2(password: Buffer, parameters: PasswordParameters): Promise<string> {
  const options = {
    memoryCost: parameters.memoryKiB,
    timeCost: parameters.passes,
    parallelism: parameters.parallelism,
    outputLen: HASH_BYTES,
    salt: randomBytes(SALT_BYTES),
  };
  return (await inThread({ does: 'hashSync', with: [new Uint8Array(password), options] })) as string;
}

/** Reads a hash, or gives `null` when it is none or more work than a server should be talked into. */
export function readArgon2(text: string): StoredHash | null {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return null;
  const parameters = { memoryKiB: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  if (!isBearable(parameters) || decodeBase64(salt) === null || decodeBase64(hash) === null) return null;
  return {
    matches: async (password) =>
      (await inThread({ does: 'verifySync', with: [text, new Uint8Array(password)] })) as boolean,
  };
}

/** What makes threads is loaded with the first password: most starts have none. */
async function inThread(job: HashJob): Promise<unknown> {
  return (await import('./hashing-threads.ts')).hashInThread(job);
}

/** True for parameters that argon2 allows and that take a second or so at most. */
export function isBearable({ memoryKiB, passes, parallelism }: PasswordParameters): boolean {
  return (
    [memoryKiB, passes, parallelism].every((value) => Number.isInteger(value) && value >= 1) &&
    parallelism <= MAX_PARALLELISM &&
    memoryKiB >= 8 * parallelism &&
    memoryKiB <= MAX_MEMORY_KIB &&
    memoryKiB * passes <= MAX_PASSES_TIMES_KIB
  );
}

/** True for what {@link hashArgon2} makes with these parameters today. */
export function isUpToDate(text: string, { memoryKiB, passes, parallelism }: PasswordParameters): boolean {
  const head = `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$`;
  const [salt = '', hash = ''] = text.slice(head.length).split('$');
  return text.startsWith(head) && byteLength(salt) === SALT_BYTES && byteLength(hash) === HASH_BYTES;
}

const byteLength = (base64: string): number => Buffer.byteLength(base64, 'base64');
