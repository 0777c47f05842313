/**
 * Authentication switched off.
 */

import { createAuth } from '@doorward/express';

// #region off
export const auth = await createAuth({ auth: 'off' });
// #endregion off
