/**
 * One line in place of a stack trace when an option is wrong, and a clean end.
 */

import { createServer } from 'node:http';
import { serverOptions } from './server-options.ts';

// What the docs show:

// #region stop
import { createAuth, isAuthError } from '@doorward/express';

const auth = await createAuth().catch((error: unknown) => {
  console.error(isAuthError(error) ? error.message : error);
  process.exit(1);
});
// #endregion stop

const server = createServer();
auth.attach(server);
server.listen(serverOptions);

// #region close
process.once('SIGTERM', () => auth.shutdown());
// #endregion close
