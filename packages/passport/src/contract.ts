/** Temporary copy of core's contract. */
import type { MaybePromise } from '@doorward/core';
export interface Identity {
  readonly subject: string;
  readonly username?: string;
  readonly name?: string;
  readonly email?: string;
  readonly avatarUrl?: string;
  readonly roles: readonly string[];
}
export interface PasswordDirectory {
  readonly id: string;
  authenticate(attempt: { readonly name: string; readonly password: string }): MaybePromise<Identity | null>;
  close?(): MaybePromise<void>;
}
