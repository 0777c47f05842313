/**
 * A user and a key as stores keep them.
 */

import type { KeyRecord, UserRecord } from '@doorward/core';

export const USER: UserRecord = {
  id: '1',
  username: 'ada',
  email: null,
  displayName: null,
  identifiers: ['ada'],
  roles: [],
  identities: [],
  status: 'active',
  passwordHash: null,
  mustChangePassword: false,
  version: 1,
  createdAt: 1,
  lastSignInAt: null,
};

/** A service key. */
export const KEY: KeyRecord = {
  id: 'k',
  name: 'Nightly build',
  hash: 'hash',
  hint: 'wxyz',
  previous: null,
  owner: null,
  roles: [],
  permissions: null,
  status: 'active',
  createdAt: 1,
  createdBy: '1',
  expiresAt: null,
  lastUsedAt: null,
};
