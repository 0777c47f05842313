import { createServer, type RequestListener } from 'node:http';
import { createAuth } from '@doorward/auth';
import { getAuth } from '@doorward/node';
import { describe, expect, it } from '@jest/globals';
import express5, { type Express, type Request, type RequestHandler } from 'express';
import express4 from 'express-4';
import { doorward } from '../src/index.ts';

const TOKEN = 'sup3rs3cr3t-token';
const SILENT = { info: () => undefined, warn: () => undefined };

const own: RequestHandler = (req, _res, next) => {
  Object.assign(req, { auth: 'mine' });
  next();
};

const authOf = (req: Request): unknown => (req as Request & { auth?: unknown }).auth;

/** What the last handler finds as `req.auth`. */
async function found(app: RequestListener, path = '/'): Promise<unknown> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const headers = { authorization: `Bearer ${TOKEN}`, connection: 'close' };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  await new Promise((resolve) => server.close(resolve));
  return answer.json();
}

const tell: RequestHandler = (req, res) => {
  const auth = authOf(req);
  res.json(auth === undefined ? 'none' : auth === getAuthOrNull(req) ? 'ours' : auth);
};

function getAuthOrNull(req: Request): unknown {
  try {
    return getAuth(req);
  } catch {
    return null;
  }
}

describe.each([
  ['Express 5', express5],
  ['Express 4', express4 as unknown as typeof express5],
])('req.auth on %s', (_name, express) => {
  async function withGuard(build: (app: Express, guard: RequestHandler) => void): Promise<unknown> {
    const auth = await createAuth({ token: TOKEN, log: SILENT }, {});
    const app = express();
    build(app, doorward(auth));
    const seen = await found(app);
    await auth.close();
    return seen;
  }

  it('is what the guard knows, also in a router and in an app that is mounted', async () => {
    expect(await withGuard((app, guard) => app.use(guard).use(tell))).toBe('ours');
    expect(await withGuard((app, guard) => app.use(guard).use('/', express.Router().use(tell)))).toBe('ours');
    expect(await withGuard((app, guard) => app.use(guard).use('/', express().use(tell)))).toBe('ours');
  });

  it('stays when a mounted app had the guard, and the app around it goes on', async () => {
    expect(await withGuard((app, guard) => app.use('/', express().use(guard)).use(tell))).toBe('ours');
  });

  it('takes the place of what other middleware set before, and gives way to what it sets afterwards', async () => {
    expect(await withGuard((app, guard) => app.use(own, guard, tell))).toBe('ours');
    expect(await withGuard((app, guard) => app.use(guard, own, tell))).toBe('mine');
  });

  it('is nothing in an app without a guard, and other middleware may have the name (A57)', async () => {
    expect(await withGuard((app, guard) => app.use(guard, tell))).toBe('ours');
    expect(await found(express().use(tell))).toBe('none');
    expect(await found(express().use(own, tell))).toBe('mine');
  });
});
