/**
 * API keys of users and services.
 */

import { createAuth } from '@doorward/express';

// #region keys
export const auth = await createAuth({ accounts: true, apiKeys: true });
// #endregion keys

// #region demanded
export const strict = await createAuth({ accounts: true, tokens: true, apiKeys: { demandedAt: ['/api/'] } });
// #endregion demanded
