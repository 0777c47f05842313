/**
 * The options of accounts: users with passwords, roles, and how people come by one.
 */

import type { SendMail } from '@doorward/web';
import type { RoleSetOption } from './credential-options.ts';

export interface AccountsOptions {
  /** The first owner, made when there never was one. Without it the console shows a link to set one up. */
  readonly owner?:
    | {
        /** Default `owner`. */
        readonly username?: string | undefined;
        readonly email?: string | undefined;
        readonly password?: string | undefined;
        /**
         * The password is a well-known one. It then works from this machine alone, has to be changed at
         * the first sign-in, and stops the start on a network or in production. Default false.
         */
        readonly isDefault?: boolean | undefined;
      }
    | undefined;
  /** A role set that comes with Doorward, or your own. Default the option `roles` beside `accounts`, else `'team'`. */
  readonly roles?: RoleSetOption | undefined;
  /** Whether strangers may sign up, and may sign in at once or wait for approval. Default `'off'`. */
  readonly signUp?: 'off' | 'pending' | 'active' | undefined;
  /**
   * Whether people of providers and directories get an account at their first sign-in: with the roles that the source
   * names then (`once`), or with those that it names at each sign-in (`each-time`). Default `off`: they act as
   * themselves, unless they connect an account that they have.
   */
  readonly provisioning?: 'off' | 'once' | 'each-time' | undefined;
  /**
   * False: nobody signs in by a password of an account, and no link leads to one. People sign in by providers and
   * directories. Default true.
   */
  readonly passwords?: boolean | undefined;
  readonly password?:
    | {
        /** In characters. Default 15, at least 8. */
        readonly minLength?: number | undefined;
        /** Passwords to refuse beside the common ones, such as names of the company. */
        readonly blocked?: readonly string[] | undefined;
      }
    | undefined;
  /** Name and password are taken with every request too, as `Authorization: Basic`. Default false: API keys can be revoked. */
  readonly basic?: boolean | undefined;
  /** With `auth: 'off'`: everybody on this machine is this user. Default: nobody in particular. */
  readonly autoLogin?: string | undefined;
  /** Days that events are kept. Default 90. */
  readonly auditDays?: number | undefined;
  /** Sends invitations and links for a new password; without it an admin passes them on. */
  readonly sendMail?: SendMail | undefined;
}
