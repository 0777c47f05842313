/**
 * Looking at a provider before anybody signs in with it.
 */

import { patiently, TooLate } from './patience.ts';
import type { Provider } from './provider.ts';

/** Throws what the provider throws. One that does not answer is away: it stops no start, and keeps no other one waiting. */
export async function checkProvider(provider: Pick<Provider, 'check'>): Promise<'well' | 'away'> {
  try {
    return (await patiently(() => provider.check?.())) ?? 'well';
  } catch (error) {
    if (error instanceof TooLate) return 'away';
    throw error;
  }
}
