/**
 * The audit log: a page at a time, or all of it as lines of JSON.
 */

import { type EventQuery, eventTypes } from '@doorward/core';
import { createRoute, z } from '@hono/zod-openapi';
import { streamOf } from '../line-stream.ts';
import { invalidQuery, json, refusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given, queryNumber, queryText, queryTime } from './inputs.ts';
import { eventSchema } from './schemas.ts';
import { toWireEvent } from './wire.ts';

const tags = ['Audit log'];
const DEFAULT_LIMIT = 50;

const types = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(eventTypes)))
  .openapi({
    type: 'array',
    items: { type: 'string', enum: [...eventTypes] },
    param: { style: 'form', explode: false },
  });

const filters = {
  types: types.optional(),
  subject: queryText.optional().openapi({ description: 'Events by this subject, or about it.' }),
  from: queryTime.optional(),
  until: queryTime.optional().openapi({ description: 'Not including that time.' }),
};

const list = createRoute({
  method: 'get',
  path: '/audit',
  operationId: 'listEvents',
  summary: 'What happened, newest first',
  tags,
  request: {
    query: z.object({
      ...filters,
      before: queryNumber(1, Number.MAX_SAFE_INTEGER)
        .optional()
        .openapi({ description: 'Only what is older than the event of this number: `next` of the page before.' }),
      limit: queryNumber(1, 200)
        .optional()
        .openapi({ description: `Default ${DEFAULT_LIMIT}.` }),
    }),
  },
  responses: {
    200: json(
      'One page. `next` is `null` on the last.',
      z.object({ events: z.array(eventSchema), next: z.int().nullable() }),
    ),
    ...refusals,
    422: invalidQuery,
  },
});

const exportAll = createRoute({
  method: 'get',
  path: '/audit.ndjson',
  operationId: 'exportEvents',
  summary: 'The same, all of it, one line of JSON for each event',
  tags,
  request: { query: z.object(filters) },
  responses: {
    200: { description: 'The lines.', content: { 'application/x-ndjson': { schema: z.string() } } },
    ...refusals,
    422: invalidQuery,
  },
});

export function addAudit(app: ApiApp, { tools, people }: ApiParts): void {
  const { audit } = people.accounts;

  /** Asks for one event more, to know whether there is another page. */
  async function page(actor: Parameters<typeof audit.list>[0], { limit = DEFAULT_LIMIT, ...query }: EventQuery) {
    const found = await audit.list(actor, { ...query, limit: limit + 1 });
    const events = found.slice(0, limit);
    return { events: events.map(toWireEvent), next: found.length > limit ? (events.at(-1)?.number ?? null) : null };
  }

  app.openapi(list, async (c) => c.json(await page(tools.actorOf(c), given(c.req.valid('query'))), 200));
  app.openapi(exportAll, async (c) => {
    const lines = audit.export(tools.actorOf(c), given(c.req.valid('query')));
    c.header('content-type', 'application/x-ndjson');
    c.header('content-disposition', 'attachment; filename="audit.ndjson"');
    return c.body(await streamOf(lines, tools.core.onError), 200) as never;
  });
}
