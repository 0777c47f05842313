/**
 * A store of your own choice.
 */

// #region store
import { createMemoryStore } from '@doorward/core';
import { createAuth } from '@doorward/express';

export const auth = await createAuth({ store: createMemoryStore({ maxRecords: 10_000 }) });
// #endregion store
