/**
 * The credentials of programs that need no account: tokens that stand in the configuration, and JWTs of an
 * outside issuer.
 */

import { createStaticTokens, type Scheme, type StaticTokens } from '@doorward/core';
import type { RolesOf } from './credential-options.ts';
import { loadPackage } from './load-package.ts';
import { invalid, type ResolvedOptions } from './option-schema.ts';
import { assignedRoles, type KnownRoles } from './role-source.ts';

export interface ProgramCredentials {
  readonly staticTokens: StaticTokens | null;
  readonly jwt: Scheme | null;
}

/** @throws AuthError `auth/package-missing`, `auth/options-invalid`, `jwt/options-invalid`, `accounts/roles-invalid`. */
export async function openProgramCredentials(
  options: ResolvedOptions,
  readRoles: () => Promise<KnownRoles>,
): Promise<ProgramCredentials> {
  const { staticTokens, jwt, rolesOf, now = Date.now } = options;
  if (staticTokens === undefined && jwt === undefined) return { staticTokens: null, jwt: null };
  const roles = await readRoles();
  return {
    staticTokens:
      staticTokens === undefined
        ? null
        : createStaticTokens(staticTokens.map((entry) => userOf(entry, roles, rolesOf))),
    jwt:
      jwt === undefined
        ? null
        : await openJwt({ ...jwt, permissionsOf: roles.permissionsOf, namedRoles: namedIn(roles), now }),
  };
}

type Entry = NonNullable<ResolvedOptions['staticTokens']>[number];

function userOf(
  [token, { id, role, roles: more, permissions, ...display }]: Entry,
  known: KnownRoles,
  rolesOf: RolesOf | undefined,
) {
  const named = [...new Set([...(role === undefined ? [] : [role]), ...more])];
  const { name = id, email = null } = display;
  const roles = assignedRoles(rolesOf, { source: 'static-token', id, username: null, name, email, roles: named });
  const unknown = roles.find((each) => known.has?.(each) === false);
  if (unknown !== undefined) {
    throw invalid(
      'staticTokens',
      `the user "${id}" has the role "${unknown}", which is not there. Correct it, or define it in roles.`,
    );
  }
  return [
    token,
    {
      ...display,
      id,
      roles: known.named(roles),
      permissions: [...new Set([...known.permissionsOf(roles), ...permissions])],
    },
  ] as const;
}

/** Of a role set one that it does not have stays: it gives nothing there, and the app may ask for it by name. */
const namedIn = ({ has, named }: KnownRoles): KnownRoles['named'] => (has === null ? named : (roles) => roles);

async function openJwt(options: Parameters<typeof import('@doorward/jwt')['createJwtScheme']>[0]): Promise<Scheme> {
  const library = await loadPackage('@doorward/jwt', 'jwt', () => import('@doorward/jwt'));
  return library.createJwtScheme(options);
}
