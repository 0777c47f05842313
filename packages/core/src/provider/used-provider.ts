/**
 * The providers of this Doorward, each with whom its people are here.
 */

import type { MaybePromise } from '../maybe-promise.ts';
import type { Admit } from '../scheme/password-directory.ts';
import type { Provider } from './provider.ts';

export interface UsedProvider {
  readonly provider: Provider;
  /** Whom those act as here who sign in there. */
  readonly admit: Admit;
  /** Subject of the account that somebody has here who is known there; `null`: none. */
  readonly accountOf: (subject: string) => MaybePromise<string | null>;
}

export interface UsedProviders {
  /** @throws TypeError for an id that no provider has. */
  of(id: string): UsedProvider;
  get(id: string): UsedProvider | undefined;
}

export function usedProviders(list: readonly UsedProvider[]): UsedProviders {
  const known = new Map(list.map((used) => [used.provider.id, used]));
  return {
    get: (id) => known.get(id),
    of(id) {
      const used = known.get(id);
      if (used === undefined) throw new TypeError(`there is no provider "${id}"`);
      return used;
    },
  };
}
