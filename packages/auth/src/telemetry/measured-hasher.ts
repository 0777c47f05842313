/**
 * The hashing of passwords, measured: what a sign-in takes longest for.
 */

import type { PasswordHasher } from '@doorward/accounts';
import { isAuthError, type Telemetry } from '@doorward/core';

/** Durations hold the wait for a turn. */
export function measuredHasher(hasher: PasswordHasher, { measures, run }: Telemetry): PasswordHasher {
  const duration = measures.histogram({
    name: 'doorward.password.duration',
    unit: 's',
    help: 'Hashing and verifying passwords, with the wait for a turn.',
  });
  const busy = { name: 'doorward.password.busy', unit: '{hash}', help: 'Passwords that are hashed now.' };
  measures.observed('gauge', busy, () => [{ labels: {}, value: hasher.load().busy }]);
  const waiting = { name: 'doorward.password.waiting', unit: '{hash}', help: 'Passwords that wait for their turn.' };
  measures.observed('gauge', waiting, () => [{ labels: {}, value: hasher.load().waiting }]);

  const operation = (name: 'hash' | 'verify') => ({
    name: `doorward.password.${name}`,
    attributes: { 'doorward.password.operation': name },
    duration,
    outcomeOf: (): string => 'success',
    isAnswer: (error: unknown): boolean => isAuthError(error) && error.code !== 'accounts/busy',
  });
  return {
    hash: async (password) => run(operation('hash'), () => hasher.hash(password)),
    verify: async (stored, password) => run(operation('verify'), () => hasher.verify(stored, password)),
    assertRoom: hasher.assertRoom,
    load: hasher.load,
  };
}
