/**
 * Keys and tokens for programs.
 */

// #region programs
import { createAuth } from '@doorward/express';

export const auth = await createAuth({ accounts: true, apiKeys: true, tokens: true });
// #endregion programs
