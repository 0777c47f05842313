/**
 * One Doorward, made before the server.
 */

import { serverOptions } from './server-options.ts';

// What the docs show:

// #region create
import { createServer } from 'node:http';
import { createAuth, doorward } from '@doorward/express';
import express from 'express';

const auth = await createAuth({ public: ['/assets/'] });

const app = express();
app.use(doorward(auth));

const server = createServer(app);
auth.attach(server);
// #endregion create

server.listen(serverOptions);
