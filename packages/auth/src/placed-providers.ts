/**
 * The providers of the options, as the core needs them: where each begins and ends, and whom its people act as.
 */

import { checkProvider, type PlacedProvider, type Provider } from '@doorward/core';
import type { AdmissionOf } from './admission.ts';
import { openOidc } from './open-oidc.ts';
import type { ResolvedOptions } from './option-schema.ts';
import type { Log } from './options.ts';
import { pathsOfProvider } from './path-schema.ts';

/** @throws AuthError `auth/package-missing`, `oidc/options-invalid`, and what a provider that is misconfigured throws. */
export async function placeProviders(
  options: ResolvedOptions,
  admissionOf: AdmissionOf,
): Promise<readonly PlacedProvider[]> {
  const { paths } = options;
  const providers = [...(await openOidc(options)), ...options.providers];
  await Promise.all(providers.map((provider) => assertWell(provider, options.log ?? console)));
  return providers.map((provider) => ({
    provider,
    paths: pathsOfProvider(provider.id, paths, hearsOfSignOuts(provider)),
    ...admissionOf(provider.id),
  }));
}

/** One that is misconfigured stops the start; one that is away does not. */
async function assertWell(provider: Provider, log: Log): Promise<void> {
  if ((await checkProvider(provider)) === 'well') return;
  log.warn(`Doorward: ${provider.name} does not answer now. Signing in there waits until it does.`);
}

function hearsOfSignOuts({ signedOut, signedOutInFrame }: Provider): boolean {
  return signedOut !== undefined || signedOutInFrame !== undefined;
}
