/**
 * Every way to serve a site: by itself, and below each framework, at the root and at a prefix.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Site } from '@doorward/auth';
import { mount as mountInExpress } from '@doorward/express';
import { mount as mountInHono } from '@doorward/hono';
import { mount as mountInKoa } from '@doorward/koa';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import Koa from 'koa';
import koaMount from 'koa-mount';

export interface Outer {
  readonly name: string;
  /** Where the site stands. */
  readonly prefix: string;
  serve(site: Site): Promise<Server>;
}

export const OUTER: readonly Outer[] = [
  { name: 'its own server', prefix: '', serve: (site) => site.listen(0) },
  ...['', '/tools'].flatMap((prefix) => [
    {
      name: `Express${at(prefix)}`,
      prefix,
      serve(site: Site) {
        const app = express();
        app.use(prefix || '/', mountInExpress(site));
        return listening(app.listen(0, '127.0.0.1'));
      },
    },
    {
      name: `Koa${at(prefix)}`,
      prefix,
      serve(site: Site) {
        const app = new Koa();
        const inner = mountInKoa(site);
        app.use(prefix === '' ? inner : koaMount(prefix, inner));
        return listening(app.listen(0, '127.0.0.1'));
      },
    },
    ...[false, true].map((overrideGlobalObjects) => ({
      name: `Hono${at(prefix)}${overrideGlobalObjects ? ' with Request and Response replaced' : ''}`,
      prefix,
      serve(site: Site) {
        const app = new Hono();
        app.all(`${prefix}/*`, mountInHono(site));
        const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects }) as Server;
        return listening(server.listen(0, '127.0.0.1'));
      },
    })),
  ]),
];

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function at(prefix: string): string {
  return prefix === '' ? '' : ` at ${prefix}`;
}

async function listening(server: Server): Promise<Server> {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return server;
}
