/**
 * The token of this process: given, read from a file, derived from a content, or made.
 */

import { deterministicToken, type KeyRing, randomSecret } from '@doorward/core';
import { invalid, type ResolvedOptions } from './option-schema.ts';
import { readSecret } from './secret-file.ts';

export interface AccessToken {
  readonly value: string;
  /** True when nobody gave it, so that it has to be printed: made, or derived from a content. */
  readonly isNews: boolean;
}

/** @throws AuthError `auth/file-unreadable`, `auth/options-invalid`. */
export async function resolveToken(options: ResolvedOptions, keys: KeyRing): Promise<AccessToken> {
  if (options.token !== undefined) return { value: assertUsable(options.token, 'token'), isNews: false };
  if (options.tokenFile !== undefined) {
    return { value: assertUsable(await readSecret(options.tokenFile, 'tokenFile'), 'tokenFile'), isNews: false };
  }
  if (options.tokenContent !== undefined) {
    return { value: deterministicToken(keys, options.tokenContent), isNews: true };
  }
  return { value: randomSecret().slice(0, GENERATED_LENGTH), isNews: true };
}

/** 192 random bits: not to be guessed, and still short enough for an address. */
const GENERATED_LENGTH = 32;
const MIN_LENGTH = 8;
/** Longer than this no client can send a token in a header. */
const MAX_LENGTH = 1024;

function assertUsable(token: string, option: string): string {
  if (token.length < MIN_LENGTH)
    throw invalid(option, `the token has ${token.length} characters; use at least ${MIN_LENGTH}.`);
  if (token.length > MAX_LENGTH) {
    throw invalid(option, `the token has ${token.length} characters; use at most ${MAX_LENGTH}.`);
  }
  if (/\p{Cc}/u.test(token)) throw invalid(option, 'the token holds a control character or a line break. Remove it.');
  return token;
}
