/**
 * The suite of all expiring stores, in a Jest test file.
 */

// #region suite
import { createMemoryStore } from '@doorward/core';
import { describeExpiringStore } from '@doorward/testing';

describeExpiringStore({
  name: 'my store',
  open: (now) => createMemoryStore({ now }), // yours here: empty, and on this clock
});
// #endregion suite
