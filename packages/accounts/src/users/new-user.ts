/**
 * The record of a user who is about to be stored.
 */

import { randomSecret, type UserRecord } from '@doorward/core';
import type { CheckedProfile } from './profile.ts';

type Chosen = Pick<UserRecord, 'roles' | 'passwordHash'> &
  Partial<Pick<UserRecord, 'status' | 'mustChangePassword' | 'identities'>>;

/** Active, and free to keep the password, unless said otherwise. */
export function newUser(profile: CheckedProfile, createdAt: number, chosen: Chosen): UserRecord {
  return {
    ...profile,
    id: ID_PREFIX + randomSecret().slice(0, ID_LENGTH),
    status: 'active',
    mustChangePassword: false,
    identities: [],
    ...chosen,
    version: 1,
    createdAt,
    lastSignInAt: null,
  };
}

/**
 * True for what is or was the id of a user. Whoever acts as a user that is not there any more may nothing,
 * while a principal that never was one may do what its roles say.
 */
export function isUserId(subject: string): boolean {
  return subject.startsWith(ID_PREFIX) && subject.length === ID_PREFIX.length + ID_LENGTH;
}

const ID_PREFIX = 'u_';
/** 132 random bits. */
const ID_LENGTH = 22;
