/**
 * The studio on Express.
 */

import { createServer } from 'node:http';
import { doorward, getAuth, requirePermission } from '@doorward/express';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { answer, badAddress, type Handler, notFound, type Params, type Route } from './answer.ts';
import { auth, basePath } from './auth.ts';
import { isPublic, permissionOf, routes } from './routes.ts';
import { serve } from './serve.ts';

const app = express();
app.disable('x-powered-by');
app.use(doorward(auth));

for (const route of routes) app[route.method](basePath + route.path, ...guards(route), respond(route.handle));
app.use(respond(notFound));
app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
  // What Express says of a parameter that is no UTF-8; it would answer with the stack.
  if (error instanceof URIError) void respond(badAddress)(req, res);
  else next(error);
});

serve(createServer(app));

function guards(route: Route): readonly RequestHandler[] {
  return isPublic(route) ? [] : [requirePermission((req) => permissionOf(route, req.params as Params))];
}

function respond(handle: Handler) {
  return async (req: Request, res: Response): Promise<void> => {
    const call = { message: req, auth: getAuth(req), params: req.params as Params };
    const { status, headers, body } = await answer(handle, call);
    res.status(status).set(headers).send(body);
  };
}
