/**
 * People with passwords, in place of a token.
 */

// #region accounts
import { createAuth } from '@doorward/express';

export const auth = await createAuth({ accounts: true });
// #endregion accounts
