/**
 * Whom a request acts as.
 */

export interface Principal {
  /** Stable identifier within this Doorward; unique, not for display. */
  readonly subject: string;
  /** For display. */
  readonly name: string;
  readonly roles: readonly string[];
  /** Granted permissions, as `resource:action[:id]`, `*` for any part. */
  readonly permissions: readonly string[];
  /** What authenticated it, such as `token`. A session keeps the method that made it. */
  readonly method: string;
  /** For display, where no account knows it; proves nothing. */
  readonly email?: string;
  /** The address of a picture, where the source has one. */
  readonly avatarUrl?: string;
}

/** A frozen principal; roles and permissions default to none. */
export function createPrincipal(given: {
  readonly subject: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  readonly permissions?: readonly string[];
  readonly method: string;
  readonly email?: string | undefined;
  readonly avatarUrl?: string | undefined;
}): Principal {
  return Object.freeze({
    subject: given.subject,
    name: given.name ?? given.subject,
    roles: Object.freeze([...(given.roles ?? [])]),
    permissions: Object.freeze([...(given.permissions ?? [])]),
    method: given.method,
    ...(given.email === undefined ? {} : { email: given.email }),
    ...(given.avatarUrl === undefined ? {} : { avatarUrl: given.avatarUrl }),
  });
}

/** True when all that is known of both is the same. */
export function isSamePrincipal(a: Principal, b: Principal): boolean {
  if (a === b) return true;
  const names = Object.keys(a) as (keyof Principal)[];
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => name in b && isSamePart(a[name], b[name]));
}

function isSamePart(a: Principal[keyof Principal], b: Principal[keyof Principal]): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((each, i) => each === b[i]);
}

/** True when both may do the same: what was opened with the rights of one stands with those of the other. */
export function hasSameRights(a: Principal | null, b: Principal | null): boolean {
  return JSON.stringify([a?.roles, a?.permissions]) === JSON.stringify([b?.roles, b?.permissions]);
}
