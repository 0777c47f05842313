/**
 * Everything about people in one object, for our own pages, the command line, and apps.
 */

import type { Problem } from '@doorward/core';
import type { AccountParts } from './actor.ts';
import { type AuditLog, type AuditRecorder, createAuditLog } from './audit/audit-log.ts';
import { problemOf } from './fault.ts';
import { createKeys, type Keys, type KeysOptions } from './keys/keys.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import type { PasswordPolicy } from './password/password-policy.ts';
import { type CustomRoles, createCustomRoles } from './roles/custom-roles.ts';
import type { Roles } from './roles/roles.ts';
import { createSignUp, type SignUp, type SignUpMode } from './sign-up.ts';
import { createTickets, type Tickets } from './tickets/tickets.ts';
import { createUsers, type Users } from './users/users.ts';

export interface Accounts {
  readonly users: Users;
  readonly own: OwnAccount;
  readonly signUp: SignUp;
  readonly tickets: Tickets;
  readonly audit: AuditLog;
  /** `null` where API keys are off. */
  readonly keys: Keys | null;
  /** Those of the configuration and those that people made. */
  readonly roles: Roles;
  /** Making roles, and changing and deleting those that were made. */
  readonly customRoles: CustomRoles;
  readonly policy: Pick<PasswordPolicy, 'minLength'>;
  /** False where people sign in by providers and directories alone. */
  readonly hasPasswords: boolean;
  /** What an error of these calls says to a client: status, code, what to do; `null` for a failure on our side. */
  problemOf(error: unknown): Problem | null;
}

export interface AccountsOptions {
  readonly signUp: SignUpMode;
  readonly recorder: Pick<AuditRecorder, 'flush'>;
  /** `null`: there are no API keys. */
  readonly keys: KeysOptions | null;
}

export function createAccounts(parts: AccountParts, options: AccountsOptions): Accounts {
  const tickets = createTickets(parts);
  return {
    users: createUsers(parts, tickets),
    own: createOwnAccount(parts),
    signUp: createSignUp(parts, options.signUp),
    tickets,
    audit: createAuditLog(parts, options.recorder),
    keys: options.keys === null ? null : createKeys(parts, options.keys),
    roles: parts.roles,
    customRoles: createCustomRoles(parts),
    policy: parts.policy,
    hasPasswords: parts.hasPasswords,
    problemOf,
  };
}
