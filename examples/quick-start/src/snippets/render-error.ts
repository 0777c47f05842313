/**
 * Errors in the shape that a client of yours expects.
 */

import { createAuth } from '@doorward/express';

// #region errors
export const auth = await createAuth({
  renderError: ({ status, code, detail }) => ({ body: { error: { status, type: code, message: detail } } }),
});
// #endregion errors
