/**
 * How far the clocks of the provider and of this server may be apart, and what is said of those that are further apart.
 */

import type { AuthError } from '@doorward/core';
import { refused } from './answer.ts';

/** Seconds. */
export const SKEW_SECONDS = 60;

/** The error of a claim that is so many seconds off, before or after what this server's clock allows. */
export function offBy(claim: string, seconds: number, where: 'ahead' | 'behind'): AuthError {
  const apart = `"${claim}" is ${Math.round(seconds)} seconds ${where === 'ahead' ? 'ahead of' : 'behind'} this server's clock`;
  return refused(`${apart}, and ${SKEW_SECONDS} are allowed: synchronise both clocks`);
}
