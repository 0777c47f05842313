/**
 * The names of a user: checked, and with the canonical forms under which the user is found.
 */

import { canonicalName } from '@doorward/core';
import { fault } from '../fault.ts';

export interface Profile {
  readonly username: string;
  readonly email: string | null;
  readonly displayName: string | null;
}

export interface CheckedProfile extends Profile {
  readonly identifiers: readonly string[];
}

const MAX_LENGTH = 128;
/** Decomposed, and with space around. */
const MAX_RAW_LENGTH = 512;

/** Breaks a line, is half a character, or turns the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** In a name that is compared, nothing that is not seen. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;

/** One `@` with something on each side; whether mail arrives only a mail can tell. */
const EMAIL = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+$/;

/** @throws AuthError `accounts/field-invalid` with the field and what to write. */
export function checkProfile({ username, email, displayName }: Profile): CheckedProfile {
  const name = checkText(username, 'username');
  if (name === null) throw fault('accounts/field-invalid', 'Enter a username.', 'username');
  const address = checkText(email, 'email');
  if (address !== null && !(EMAIL.test(address) && EMAIL.test(address.normalize('NFKC')))) {
    throw fault('accounts/field-invalid', 'Enter an e-mail address such as ada@example.com.', 'email');
  }
  const identifiers = [...new Set([name, ...(address === null ? [] : [address])].map(canonicalName))];
  if (identifiers.some((identifier) => identifier === '')) {
    throw fault('accounts/field-invalid', 'Enter a username that can be seen.', 'username');
  }
  // A username like somebody's address would shut that person out. There are several signs that mean `@`.
  if (identifiers[0]?.includes('@') && identifiers.length > Number(address !== null)) {
    throw fault('accounts/field-invalid', 'A username with "@" has to be the e-mail address.', 'username');
  }
  return { username: name, email: address, displayName: checkText(displayName, 'displayName'), identifiers };
}

/** Trimmed; `null` when nothing is left. */
function checkText(value: string | null, field: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw fault('accounts/field-invalid', 'Enter text.', field);
  // Before anything else is done with it: to normalise takes the square of some texts' length.
  const text = value.length > MAX_RAW_LENGTH ? value : value.normalize('NFC').trim();
  if (text.length > MAX_LENGTH) throw fault('accounts/field-invalid', `Use at most ${MAX_LENGTH} characters.`, field);
  if (UNPRINTABLE.test(text) || (field !== 'displayName' && UNSEEN.test(text))) {
    throw fault('accounts/field-invalid', 'Leave out line breaks and characters that cannot be seen.', field);
  }
  return text === '' ? null : text;
}
