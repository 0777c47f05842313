/**
 * What `doorward(…)` of every adapter was given: a Doorward, options for one, or nothing.
 */

import type { MaybePromise } from '@doorward/core';
import { createAuth, type Doorward } from './create-auth.ts';
import type { DoorwardOptions } from './options.ts';

/**
 * Answers the Doorward: at once where there is one, later while one is being made. Requests wait
 * meanwhile. Wrong options end the process, since nobody awaits this promise until a request comes.
 */
export function resolveAuth(given: Doorward | DoorwardOptions | undefined): () => MaybePromise<Doorward> {
  if (isDoorward(given)) return () => given;
  let current: MaybePromise<Doorward> = createAuth(given);
  void current.then((auth) => (current = auth));
  return () => current;
}

function isDoorward(given: unknown): given is Doorward {
  return typeof given === 'object' && given !== null && 'begin' in given;
}
