/**
 * Tickets for connections of clients that can set no header: event streams, and sockets of pages from elsewhere.
 */

import { localPath, type Problem } from '@doorward/core';
import { createRoute, z } from '@hono/zod-openapi';
import { json, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { takesJson } from './json-body.ts';
import { faultAt, Refusal } from './refusal.ts';

const bodySchema = z.strictObject({
  path: z.string().openapi({ description: 'Where the connection goes, as browsers see it.', example: '/live/events' }),
});

const ticketSchema = z
  .object({
    ticket: z.string().openapi({ description: 'For the query parameter `access_ticket`. Works once.' }),
    expiresAt: z.iso.datetime(),
  })
  .openapi('ConnectionTicket');

const create = createRoute({
  method: 'post',
  path: '/tickets',
  operationId: 'createTicket',
  summary: 'Make a ticket for one connection',
  description: 'It lets one request to this path in, within 30 seconds, and the connection ends with the session.',
  tags: ['Own account'],
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: bodySchema } } } },
  responses: { 201: json('The ticket.', ticketSchema), ...refusals, ...writeRefusals },
});

export function addTickets(app: ApiApp, { tools }: ApiParts): void {
  app.openapi(create, async (c) => {
    const { visible, arriving } = tools.siteOf(c);
    const path = localPath(c.req.valid('json').path)?.split('?', 1)[0];
    if (path === undefined || !`${path}/`.startsWith(`${visible}/`)) {
      throw faultAt('path', 'Write an absolute path of this site, such as /live/events.');
    }
    const session = c.env.state?.session ?? null;
    const issued =
      session === null
        ? null
        : await tools.core.connectionTickets.issue(session, arriving + path.slice(visible.length));
    if (issued === null) throw new Refusal(SESSION_NEEDED);
    return c.json({ ticket: issued.ticket, expiresAt: new Date(issued.expiresAt).toISOString() }, 201);
  });
}

const SESSION_NEEDED: Problem = {
  status: 403,
  code: 'web/session-required',
  title: 'A ticket is made for a session',
  detail:
    'Ask for it with the session’s cookie or an access token. Keys are sent with the connection itself, as a header.',
};
