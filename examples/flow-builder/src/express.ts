/**
 * The flow builder on Express.
 */

import { createServer } from 'node:http';
import { doorward } from '@doorward/express';
import express, { type Request, type Response } from 'express';
import { auth } from './auth.ts';
import { answer, type Route, routes } from './routes.ts';
import { serve } from './serve.ts';

const app = express();
app.disable('x-powered-by');
app.use(doorward(auth));

const reply = async (route: Route | null, req: Request, res: Response): Promise<void> => {
  const { status, headers, body } = await answer(req, route, String(req.params['id'] ?? ''));
  res.status(status).set(headers).end(body);
};

const millrace = express.Router();
for (const route of routes) millrace[route.method](route.path, (req, res) => reply(route, req, res));
app.use(auth.site('').arriving, millrace);

app.use((req, res) => reply(null, req, res));

serve(createServer(app));
