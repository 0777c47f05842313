/**
 * The record of a user who is about to be stored.
 */

import { randomSecret, type UserRecord } from '@doorward/core';
import type { CheckedProfile } from './profile.ts';

type Chosen = Pick<UserRecord, 'roles' | 'passwordHash'> & Partial<Pick<UserRecord, 'status' | 'mustChangePassword'>>;

/** Active, and free to keep the password, unless said otherwise. */
export function newUser(profile: CheckedProfile, createdAt: number, chosen: Chosen): UserRecord {
  return {
    ...profile,
    id: randomSecret().slice(0, ID_LENGTH),
    status: 'active',
    mustChangePassword: false,
    ...chosen,
    version: 1,
    createdAt,
    lastSignInAt: null,
  };
}

/** 132 random bits. */
const ID_LENGTH = 22;
