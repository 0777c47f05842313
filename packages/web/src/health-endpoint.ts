/**
 * Liveness and readiness, for everybody, in one word each: what is away is said by the log.
 *
 * | endpoint | |
 * |----------|--------------------------------------------------|
 * | live     | 200, as long as the process answers at all       |
 * | ready    | 200, or 503 while a store is away or it stops    |
 */

import type { HeaderList } from '@doorward/core';
import { Hono } from 'hono';
import type { EndpointTools, Env } from './endpoint-tools.ts';
import { toResponse } from './responses.ts';

const HEADERS: HeaderList = [
  ['content-type', 'application/json'],
  ['x-content-type-options', 'nosniff'],
  ['cache-control', 'no-store'],
];
/** Readiness is looked at anew after a second. */
const RETRY: HeaderList = [['retry-after', '1']];

export function createLiveEndpoint(tools: EndpointTools): Hono<Env> {
  return endpoint(tools, async () => true);
}

export function createReadyEndpoint(tools: EndpointTools): Hono<Env> {
  return endpoint(tools, tools.core.health.isReady);
}

function endpoint(tools: EndpointTools, isWell: () => Promise<boolean>): Hono<Env> {
  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', async () => {
    const well = await isWell();
    const headers = well ? HEADERS : [...HEADERS, ...RETRY];
    const body = JSON.stringify({ status: well ? 'ok' : 'unavailable' });
    return toResponse({ kind: 'respond', status: well ? 200 : 503, headers, body });
  });
  tools.finish(app, 'GET, HEAD');
  return app;
}
