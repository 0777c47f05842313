/**
 * Looking at a provider before anybody signs in with it.
 */

import { patiently } from './patience.ts';
import type { Provider } from './provider.ts';

/** Throws what the provider throws. One that does not answer is away: it stops no start, and keeps no other one waiting. */
export async function checkProvider(provider: Pick<Provider, 'check'>): Promise<'well' | 'away'> {
  let answered = false;
  try {
    return await patiently(async () => {
      try {
        return (await provider.check?.()) ?? 'well';
      } finally {
        answered = true;
      }
    });
  } catch (error) {
    if (answered) throw error;
    return 'away';
  }
}
