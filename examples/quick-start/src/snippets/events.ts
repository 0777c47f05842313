/**
 * Hearing what happens.
 */

// #region sink
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
});
// #endregion sink
