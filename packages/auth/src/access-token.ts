/**
 * The token of this process: given, read from a file, derived from a content, or made.
 */

import { deterministicToken, type KeyRing, randomSecret } from '@doorward/core';
import { readSecretFile } from './environment.ts';
import { invalid, type ResolvedOptions } from './option-schema.ts';

export interface AccessToken {
  readonly value: string;
  /** True when nobody gave it, so that it has to be printed. */
  readonly generated: boolean;
}

/** @throws AuthError `auth/file-unreadable`, `auth/options-invalid`. */
export function resolveToken(options: ResolvedOptions, keys: KeyRing): AccessToken {
  if (options.token !== undefined) return { value: assertUsable(options.token, 'token'), generated: false };
  if (options.tokenFile !== undefined) {
    return { value: assertUsable(readSecretFile(options.tokenFile, 'tokenFile'), 'tokenFile'), generated: false };
  }
  if (options.tokenContent !== undefined) {
    return { value: deterministicToken(keys, options.tokenContent), generated: false };
  }
  return { value: randomSecret().slice(0, GENERATED_LENGTH), generated: true };
}

/** 192 random bits: not to be guessed, and still short enough for an address. */
const GENERATED_LENGTH = 32;
const MIN_LENGTH = 8;

function assertUsable(token: string, option: string): string {
  if (token.length < MIN_LENGTH) throw invalid(option, `the token has ${token.length} characters; use at least ${MIN_LENGTH}.`);
  if (/\p{Cc}/u.test(token)) throw invalid(option, 'the token holds a control character or a line break. Remove it.');
  return token;
}
