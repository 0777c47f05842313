/**
 * The providers of the options, as the core needs them: where each begins and ends, and whom its people act as.
 */

import type { PlacedProvider, Provider } from '@doorward/core';
import type { AdmissionOf } from './admission.ts';
import { openOidc } from './open-oidc.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { pathsOfProvider } from './path-schema.ts';

/** @throws AuthError `auth/package-missing`, `oidc/options-invalid`. */
export async function placeProviders(
  options: ResolvedOptions,
  admissionOf: AdmissionOf,
): Promise<readonly PlacedProvider[]> {
  const { paths } = options;
  return [...(await openOidc(options)), ...options.providers].map((provider) => ({
    provider,
    paths: pathsOfProvider(provider.id, paths, hearsOfSignOuts(provider)),
    ...admissionOf(provider.id),
  }));
}

function hearsOfSignOuts({ signedOut, signedOutInFrame }: Provider): boolean {
  return signedOut !== undefined || signedOutInFrame !== undefined;
}
