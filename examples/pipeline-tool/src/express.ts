/**
 * The pipeline tool on Express.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/express';
import express, { type Request, type Response } from 'express';
import { answer, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

const app = express();
app.disable('x-powered-by');
app.use(doorward(auth));

for (const { method, path, needs, handle } of routes) {
  app[method](basePath + path, ...(needs === null ? [] : [requirePermission(needs)]), respond(handle));
}
app.use(respond(notFound));

serve(createServer(app));

function respond(handle: Handler) {
  return async (req: Request, res: Response): Promise<void> => {
    const params = req.params as Record<string, string>;
    const { status, headers, body } = await answer(handle, { message: req, auth: getAuth(req), params });
    res.status(status).set(headers).send(body);
  };
}
