/**
 * The same token in every process that runs the same code.
 */

// #region token
import { readFile } from 'node:fs/promises';
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  tokenContent: await readFile('notebook.py'),
  secret: process.env['NOTEBOOK_SECRET'],
});
// #endregion token
