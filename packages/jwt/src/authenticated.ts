/**
 * The outcome of a token that is good.
 */

import type { Authenticated, Principal } from '@doorward/core';

/** Stands until `endsAt`, in milliseconds since the epoch. Never becomes a session: it would outlive the token. */
export function authenticatedUntil(endsAt: number, principal: Principal, now: () => number): Authenticated {
  return Object.freeze({
    kind: 'authenticated',
    principal,
    startsSession: false,
    standing: Object.freeze({ holds: () => now() < endsAt }),
  });
}
