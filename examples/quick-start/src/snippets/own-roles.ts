/**
 * A role set of your own.
 */

// #region roles
import { createAuth, type RoleSet } from '@doorward/express';

const roles: RoleSet = {
  owner: 'director',
  newcomer: 'guest',
  roles: {
    guest: { permissions: ['reports:read'] },
    analyst: { inherits: ['guest'], permissions: ['reports:*', 'queries:execute'] },
    lead: { inherits: ['analyst'], users: { may: ['read', 'update'], whose: ['guest', 'analyst'] } },
    director: { permissions: ['*'], users: { may: ['read', 'create', 'update', 'delete', 'audit'], whose: '*' } },
  },
};

export const auth = await createAuth({ accounts: { roles } });
// #endregion roles
