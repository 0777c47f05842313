/**
 * What somebody is called elsewhere, as it can be kept and shown.
 */

import type { Identity } from '@doorward/core';

const MAX_LENGTH = 128;

/** `null` without a name that can be seen. */
export function identityName({ name, username }: Identity): string | null {
  const called = (name ?? username ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return called === '' ? null : [...called].slice(0, MAX_LENGTH).join('');
}
