/**
 * Who somebody is, as somebody else says: a provider or a directory. What he may do here is decided here.
 */

import { createPrincipal, type Principal } from './principal.ts';

/** Texts for display have at most 2048 characters. */
export interface Identity {
  /** Stable, and unique at this source. Never an e-mail address: those change hands. */
  readonly subject: string;
  /** What he is called there, for the name of an account that is made for him. It finds nobody. */
  readonly username?: string;
  /** For display. Default the subject. */
  readonly name?: string;
  /** For display; proves nothing. */
  readonly email?: string;
  readonly avatarUrl?: string;
  /**
   * Roles of this server, rights over users included: none that a configuration does not map a word of the source to.
   * Where the option `roles` is a mapping they may be the source's words.
   */
  readonly roles: readonly string[];
}

/** What somebody may do who is known elsewhere. */
export interface IdentityRights {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/**
 * Sources are written by others, and read what a server of somebody else says: one subject too few is everybody's.
 * @throws TypeError
 */
export function assertIdentity(given: Identity): void {
  const { subject, roles } = given as Record<keyof Identity, unknown>;
  if (!isText(subject) || !SUBJECT.test(subject)) throw new TypeError('it names no subject');
  if (!Array.isArray(roles) || !roles.every(isText)) throw new TypeError('it gives no list of roles');
  const odd = SHOWN.find((name) => !isShowable(given[name]));
  if (odd !== undefined) throw new TypeError(`its ${odd} is no text of at most ${MAX_SHOWN} characters`);
}

const SHOWN = ['username', 'name', 'email', 'avatarUrl'] as const;

/** It is kept with each session. */
const MAX_SHOWN = 2_048;

/** Profiles of other servers write `null` for what is not there. */
function isShowable(value: unknown): boolean {
  return value === undefined || value === null || (isText(value) && value.length <= MAX_SHOWN);
}

/** Long enough for a DN; nothing that stores cut off, or logs break at. */
const SUBJECT = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,1024}$/u;

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whom somebody acts as who has no account here. Two sources never name the same person. */
export function outsidePrincipal(
  source: string,
  identity: Identity,
  { roles, permissions }: IdentityRights,
): Principal {
  const { subject, name, email, avatarUrl } = identity;
  return createPrincipal({
    subject: `${source}:${subject}`,
    name: name || subject,
    roles,
    permissions,
    method: source,
    email: email ?? undefined,
    avatarUrl: avatarUrl ?? undefined,
  });
}
