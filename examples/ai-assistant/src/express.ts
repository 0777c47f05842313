/**
 * The assistant on Express.
 */

import { createServer } from 'node:http';
import { pipeline } from 'node:stream';
import { doorward, getAuth, requirePermission, requireRole } from '@doorward/express';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { answer, badAddress, type Demand, type Handler, notFound } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { routes } from './routes.ts';
import { serve } from './serve.ts';

const app = express();
app.disable('x-powered-by');
app.use(doorward(auth));

for (const { method, path, demand, handle } of routes) {
  app[method](basePath + path, ...guards(demand), respond(handle));
}
app.use(respond(notFound));
app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
  // What Express says of a parameter that is no UTF-8; it would answer with the stack.
  if (error instanceof URIError) void respond(badAddress)(req, res);
  else next(error);
});

serve(createServer(app));

function guards(demand: Demand): readonly RequestHandler[] {
  if (demand === null) return [];
  return ['role' in demand ? requireRole(demand.role) : requirePermission(demand.permission)];
}

function respond(handle: Handler) {
  return async (req: Request, res: Response): Promise<void> => {
    const params = req.params as Record<string, string>;
    const { status, headers, body } = await answer(handle, { message: req, auth: getAuth(req), params });
    res.status(status).set(headers);
    if (typeof body === 'string') res.send(body);
    // Whoever leaves early ends the stream, which is no failure.
    else pipeline(body, res, () => undefined);
  };
}
