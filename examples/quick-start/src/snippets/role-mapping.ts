/**
 * Roles of somebody else, mapped to permissions.
 */

// #region mapping
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  staticTokens: {
    users: {
      'replace-this-token-1': { id: 'user-1', name: 'Alice', roles: ['org:admin'] },
      'replace-this-token-2': { id: 'user-2', name: 'Bob', roles: ['org:guest'] },
    },
  },
  roles: {
    roleMapping: {
      'org:admin': ['*'],
      'org:member': ['*:read', '*:execute'],
      _default: ['*:read'],
    },
  },
});
// #endregion mapping
