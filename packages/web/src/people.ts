/**
 * What the pages for people work with, where users are switched on.
 */

import type { Accounts, TicketPurpose, User } from '@doorward/accounts';

export interface WebPeople {
  readonly accounts: Accounts;
  readonly sendMail: SendMail | null;
  /** Scheme and host as browsers use them, where `publicUrl` is configured; without it links are paths. */
  readonly publicOrigin: string | null;
  /** Header that takes API keys, as people are told; `null` where they are off. */
  readonly keyHeader: string | null;
}

/** A link for a user, to be sent. */
export interface Mail {
  readonly to: string;
  readonly user: User;
  readonly purpose: Exclude<TicketPurpose, 'set-up'>;
  /** The whole address where `publicUrl` is configured, else the path. Whoever has it can use it. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Sends a mail. What it throws is reported, and the admin still sees the link. */
export type SendMail = (mail: Mail) => void | Promise<void>;
