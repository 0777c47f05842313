/**
 * What may stand in the fields of a key.
 */

import { fault } from '../fault.ts';
import { PERMISSION } from '../roles/permission-form.ts';

const MAX_NAME_LENGTH = 100;
const MAX_PERMISSIONS = 100;
/** Ten years: a date further away is a mistake. */
const MAX_LIFETIME_MS = 10 * 366 * 24 * 60 * 60 * 1000;
const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60;

export function checkKeyName(name: string): string {
  const text = name.normalize('NFC').trim();
  const length = [...text].length;
  if (length > 0 && length <= MAX_NAME_LENGTH && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return text;
  throw fault('accounts/field-invalid', `Give the key a name of 1 to ${MAX_NAME_LENGTH} characters.`, 'name');
}

export function checkExpiry(expiresAt: number | null, now: number): number | null {
  if (expiresAt === null) return null;
  if (Number.isSafeInteger(expiresAt) && expiresAt > now && expiresAt <= now + MAX_LIFETIME_MS) return expiresAt;
  throw fault('accounts/field-invalid', 'Give a time in the future, ten years from now at most.', 'expiresAt');
}

export function checkPermissions(permissions: readonly string[] | null): readonly string[] | null {
  if (permissions === null) return null;
  const all = [...new Set(permissions)];
  if (all.length <= MAX_PERMISSIONS && all.every((each) => each.length <= 200 && PERMISSION.test(each))) return all;
  const detail = `Write each as resource:action, or resource:action:id, ${MAX_PERMISSIONS} at most.`;
  throw fault('accounts/field-invalid', detail, 'permissions');
}

export function checkOverlap(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_OVERLAP_SECONDS) return seconds;
  throw fault('accounts/field-invalid', `Give whole seconds, ${MAX_OVERLAP_SECONDS} at most.`, 'overlapSeconds');
}
