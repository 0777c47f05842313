/**
 * A server behind Doorward, and pages of another origin that its option `origins` allows.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryDurableStore, createMemoryStore } from '@doorward/core';
import { createAuth, doorward } from '@doorward/express';
import { givenUser } from '@doorward/testing';
import express, { type Express } from 'express';
import { bundleClient } from './bundle.ts';

export interface OtherOrigin {
  /** Of the server that guards. */
  readonly guarded: string;
  /** Of the pages. */
  readonly pages: string;
  close(): Promise<void>;
}

/** A page that loads the client by its name. */
const PAGE = `<!doctype html><title>Pages</title>
<script type="importmap">{"imports": {"@doorward/client": "/client.js"}}</script>`;

/** With a user `vera`, who may read. */
export async function startOtherOrigin(): Promise<OtherOrigin> {
  const client = await bundleClient();
  const pages = await listening(
    express()
      .get('/', (_req, res) => void res.send(PAGE))
      .get('/favicon.ico', (_req, res) => void res.status(204).end())
      .get('/client.js', (_req, res) => void res.type('js').send(client)),
  );
  const auth = await createAuth(
    {
      accounts: true,
      origins: [originOf(pages)],
      log: { info: () => undefined, warn: () => undefined },
      store: createMemoryStore(),
      durableStore: createMemoryDurableStore(),
    },
    {},
  );
  await givenUser(auth, { username: 'vera', roles: ['viewer'] });
  const guarded = await listening(express().use(doorward(auth)));
  return {
    guarded: originOf(guarded),
    pages: originOf(pages),
    async close() {
      await Promise.all([stop(guarded), stop(pages)]);
      await auth.close();
    },
  };
}

async function listening(app: Express): Promise<Server> {
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
