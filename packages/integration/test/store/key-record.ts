/**
 * A service key as a store keeps it.
 */

import type { KeyRecord } from '@doorward/core';

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
