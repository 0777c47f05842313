/**
 * Tokens that stand in the configuration.
 */

import { createAuth } from '@doorward/express';

/** At least 22 random characters each, from wherever you keep secrets. */
const { GRACE_TOKEN = '', BACKUP_TOKEN = '' } = process.env;

// #region tokens
export const auth = await createAuth({
  roles: 'team',
  staticTokens: {
    tokens: {
      [GRACE_TOKEN]: { id: 'grace', name: 'Grace Hopper', role: 'editor' },
      [BACKUP_TOKEN]: { id: 'backup', permissions: ['files:read'] },
    },
  },
});
// #endregion tokens
