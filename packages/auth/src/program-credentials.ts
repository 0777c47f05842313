/**
 * The credentials of programs that need no account: tokens that stand in the configuration, and JWTs of an
 * outside issuer.
 */

import { AuthError, createStaticTokens, type Scheme, type StaticTokens } from '@doorward/core';
import { invalid, type ResolvedOptions } from './option-schema.ts';
import { roleSetOf } from './people.ts';

export interface ProgramCredentials {
  readonly staticTokens: StaticTokens | null;
  readonly jwt: Scheme | null;
}

/** @throws AuthError `auth/package-missing`, `auth/options-invalid`, `jwt/options-invalid`, `accounts/roles-invalid`. */
export async function openProgramCredentials(options: ResolvedOptions): Promise<ProgramCredentials> {
  const { staticTokens, jwt, now = Date.now } = options;
  if (staticTokens === undefined && jwt === undefined) return { staticTokens: null, jwt: null };
  const roles = await readRoles(options);
  return {
    staticTokens:
      staticTokens === undefined ? null : createStaticTokens(staticTokens.map((entry) => userOf(entry, roles))),
    jwt: jwt === undefined ? null : await openJwt({ ...jwt, permissionsOf: roles.permissionsOf, now }),
  };
}

interface KnownRoles {
  /** `null`: any role will do, and none has permissions. */
  readonly has: ((role: string) => boolean) | null;
  readonly permissionsOf: (roles: readonly string[]) => readonly string[];
}

const NO_PERMISSIONS: readonly string[] = Object.freeze([]);

async function readRoles({ roles, accounts }: ResolvedOptions): Promise<KnownRoles> {
  const roleSet = roles ?? (accounts === false ? undefined : (accounts.roles ?? 'team'));
  if (roleSet === undefined) return { has: null, permissionsOf: () => NO_PERMISSIONS };
  const library = await import('@doorward/accounts');
  return library.createRoles(roleSetOf(library, roleSet));
}

type Entry = NonNullable<ResolvedOptions['staticTokens']>[number];

function userOf([token, { id, role, roles: more, permissions, ...display }]: Entry, known: KnownRoles) {
  const roles = [...new Set([...(role === undefined ? [] : [role]), ...more])];
  const unknown = roles.find((each) => known.has?.(each) === false);
  if (unknown !== undefined) {
    throw invalid(
      'staticTokens',
      `the user "${id}" has the role "${unknown}", which is not there. Correct it, or define it in roles.`,
    );
  }
  return [
    token,
    { ...display, id, roles, permissions: [...new Set([...known.permissionsOf(roles), ...permissions])] },
  ] as const;
}

async function openJwt(options: Parameters<typeof import('@doorward/jwt')['createJwtScheme']>[0]): Promise<Scheme> {
  let library: typeof import('@doorward/jwt');
  try {
    library = await import('@doorward/jwt');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = 'jwt needs a package that is not there: npm install @doorward/jwt';
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
  return library.createJwtScheme(options);
}
