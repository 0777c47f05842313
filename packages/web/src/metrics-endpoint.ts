/**
 * Metrics as text, for who has the permission to read them. They name nobody, and still say how much is going on.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */

import { type HeaderList, METRICS_TYPE, metricsText, permissionCheck, problems } from '@doorward/core';
import { Hono } from 'hono';
import type { EndpointTools, Env } from './endpoint-tools.ts';
import { toResponse } from './responses.ts';

/** What a principal needs; a role with `*:read` has it too. */
const PERMISSION = 'metrics:read';

const HEADERS: HeaderList = [
  ['content-type', METRICS_TYPE],
  ['x-content-type-options', 'nosniff'],
  ['cache-control', 'no-store'],
];

export function createMetricsEndpoint(tools: EndpointTools): Hono<Env> {
  const { core } = tools;
  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', async (c) => {
    const { principal, clientAddress } = tools.actorOf(c);
    if (!permissionCheck(principal.permissions)(PERMISSION)) {
      core.events.emit('denied', { ...principal, clientAddress, reason: `missing permission ${PERMISSION}` });
      return tools.problem(c, { ...problems.forbidden, detail: `This needs the permission ${PERMISSION}.` });
    }
    return toResponse({ kind: 'respond', status: 200, headers: HEADERS, body: metricsText(core.telemetry.measures) });
  });
  tools.finish(app, 'GET, HEAD', '/');
  tools.finishArea(app);
  return app;
}
