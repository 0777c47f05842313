/**
 * Users, and superusers who manage them. Users hold permissions by a role, so that a key of theirs can be
 * given fewer of them.
 */

import type { RoleSet } from '@doorward/auth';

export const USER = 'user';
export const SUPERUSER = 'superuser';

export const ROLES: RoleSet = {
  owner: SUPERUSER,
  newcomer: USER,
  roles: {
    [USER]: { label: 'User', description: 'Has flows of his own.', permissions: ['flow:read', 'flow:write'] },
    [SUPERUSER]: {
      label: 'Superuser',
      description: 'Manages every user, and has flows of his own.',
      permissions: ['*'],
      users: { may: ['read', 'create', 'update', 'delete', 'audit', 'keys'], whose: '*' },
    },
  },
};
