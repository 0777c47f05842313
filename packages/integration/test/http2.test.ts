import {
  connect,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createAuth, type Doorward } from '@doorward/auth';
import { doorward as honoDoorward } from '@doorward/hono';
import { doorward as koaDoorward } from '@doorward/koa';
import { PAGE, TOKEN } from '@doorward/testing';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import Koa from 'koa';

let auth: Doorward;
let server: Http2Server;

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await auth.close();
});

/** Express is not made for HTTP/2. */
const SERVERS: Readonly<Record<string, () => Http2Server>> = {
  Koa: () => {
    const app = new Koa();
    app.use(koaDoorward(auth)).use((ctx) => {
      ctx.body = 'page';
    });
    return createServer(app.callback() as never);
  },
  Hono: () => {
    const app = new Hono();
    app.use(honoDoorward(auth)).get('/', (c) => c.text('page'));
    return createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }) as never);
  },
};

describe.each(Object.entries(SERVERS))('HTTP/2 on %s', (_name, make) => {
  it('stops strangers, and keeps a member’s answer and cookie from shared caches (S14, A102)', async () => {
    auth = await createAuth({ token: TOKEN, log: { info: () => undefined, warn: () => undefined } }, {});
    server = make();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stranger = await ask({});
    expect(stranger[':status']).toBe(401);
    const script = await ask({ authorization: `Bearer ${TOKEN}` });
    expect(script).toMatchObject({
      ':status': 200,
      'cache-control': 'private, no-cache',
      vary: 'Cookie, Authorization',
    });
    const page = await ask({ ...PAGE, authorization: `Bearer ${TOKEN}` });
    expect(page).toMatchObject({ ':status': 200, 'cache-control': 'no-store' });
    expect(page['set-cookie']).toHaveLength(1);
  });
});

function ask(headers: Readonly<Record<string, string>>): Promise<IncomingHttpHeaders & IncomingHttpStatusHeader> {
  return new Promise((resolve, reject) => {
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.on('error', reject);
    const request = client.request({ ':path': '/', ...headers });
    request.on('response', (answer) => {
      request.resume();
      request.on('end', () => client.close(() => resolve(answer)));
    });
    request.end();
  });
}
