/**
 * What goes wrong between this server and the directory, as errors of ours: with what to do, and without a word that
 * the directory wrote, which may repeat names and filters.
 */

import { AuthError, isAuthError } from '@doorward/core';
import { ResultCodeError } from 'ldapts';
import type { Server } from './options.ts';

/** Result codes of RFC 4511 appendix A. */
const BUSY = [51, 52];
const NEEDS_ENCRYPTION = [8, 13];
const NOT_HERE = [10, 32];
/** The password is wrong, or the account may not sign in: locked, expired, without a password, gone, never there. */
const REFUSED = [19, 21, 32, 34, 48, 49, 50, 53, 64];

/** The server was not reached, or broke off; another one may be asked. */
export function unreachable({ url }: Server, reason: string): AuthError {
  return new AuthError('ldap/unreachable', `${url} cannot be asked: ${reason}. Check server, network and url.`);
}

/** The server could not show who it is, so it was told nothing. */
export function untrusted({ url }: Server, reason: string): AuthError {
  return new AuthError('ldap/untrusted', `${url} is not trusted: ${reason}. Check its certificate, tls.ca and url.`);
}

/** True when another server, or another connection, may do. */
export function mayBeElsewhere(error: unknown): boolean {
  return isAuthError(error) && (error.code === 'ldap/unreachable' || error.code === 'ldap/untrusted');
}

/** True when the server says by this answer to a bind that somebody may not sign in so. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ResultCodeError && REFUSED.includes(error.code);
}

/** True when an entry that was asked for is elsewhere, or nowhere. */
export function isNotHere(error: unknown): boolean {
  return error instanceof ResultCodeError && NOT_HERE.includes(error.code);
}

/** Of the bind that searches. */
export function bindFailure(error: unknown, server: Server): AuthError {
  if (!(error instanceof ResultCodeError) || BUSY.includes(error.code)) return failureOf(error, server);
  const remedy = NEEDS_ENCRYPTION.includes(error.code)
    ? 'It wants an encrypted connection: use ldaps:// or startTls.'
    : 'Check bindDn and bindPassword.';
  return new AuthError('ldap/bind-refused', `${server.url} refused the service's bind: ${codeOf(error)}. ${remedy}`);
}

/** Of anything else that was asked. */
export function failureOf(error: unknown, server: Server): AuthError {
  if (isAuthError(error)) return error;
  if (!(error instanceof ResultCodeError)) return unreachable(server, reasonOf(error));
  if (BUSY.includes(error.code)) return unreachable(server, codeOf(error));
  return odd(server, codeOf(error));
}

/** The server answered, and it is no answer that somebody could be signed in by. */
export function odd({ url }: Server, what: string): AuthError {
  const remedy = 'Check baseDn, filters and what bindDn may read.';
  return new AuthError('ldap/answer-refused', `${url} gave an answer that does not count: ${what}. ${remedy}`);
}

function codeOf({ code }: ResultCodeError): string {
  return `result code ${code}`;
}

/** The code of the system; the library's own words are about its insides. */
function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'the connection broke off';
}
