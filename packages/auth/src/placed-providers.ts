/**
 * The providers of the options, as the core needs them: where each begins and ends, and what it gives to whom.
 */

import type { PlacedProvider, Provider, ProviderIdentity, ProviderRights } from '@doorward/core';
import type { RolesOf } from './credential-options.ts';
import { openOidc } from './open-oidc.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { pathsOfProvider } from './path-schema.ts';
import { assignedRoles, type KnownRoles } from './role-source.ts';

/**
 * @throws AuthError `accounts/roles-invalid`, `auth/options-invalid`, `auth/package-missing`, `oidc/options-invalid`.
 */
export async function placeProviders(
  options: ResolvedOptions,
  readRoles: () => Promise<KnownRoles>,
): Promise<readonly PlacedProvider[]> {
  const { paths, rolesOf } = options;
  const providers = [...(await openOidc(options)), ...options.providers];
  if (providers.length === 0) return [];
  const roles = await readRoles();
  return providers.map((provider) => ({
    provider,
    paths: pathsOfProvider(provider.id, paths, hearsOfSignOuts(provider)),
    rightsOf: (identity) => rightsOf(provider, identity, roles, rolesOf),
  }));
}

function hearsOfSignOuts({ signedOut, signedOutInFrame }: Provider): boolean {
  return signedOut !== undefined || signedOutInFrame !== undefined;
}

function rightsOf(
  { id: source }: Provider,
  { subject: id, name = id, email, roles }: ProviderIdentity,
  known: KnownRoles,
  rolesOf: RolesOf | undefined,
): ProviderRights {
  const assigned = assignedRoles(rolesOf, { source, id, name, email: email ?? null, roles });
  return { roles: known.named(assigned), permissions: known.permissionsOf(assigned) };
}
