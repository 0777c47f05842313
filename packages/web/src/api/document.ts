/**
 * The description of all endpoints, for people and for generators of clients.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */

import { createRoute, z } from '@hono/zod-openapi';
import type { EndpointTools } from '../endpoint-tools.ts';
import { json, refusals } from './answers.ts';
import type { ApiApp } from './api.ts';
import { capabilitiesSchema, signedInSchema } from './capability-schemas.ts';

const read = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'readDocument',
  summary: 'This document',
  tags: ['About'],
  responses: { 200: json('OpenAPI 3.1.', z.record(z.string(), z.unknown())), ...refusals },
});

export function addDocument(app: ApiApp, tools: EndpointTools): void {
  let document: Record<string, unknown> | undefined;
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'doorward',
    description: 'The session that signing in began. Its name goes on with characters of this site.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.register('Capabilities', capabilitiesSchema);
  app.openAPIRegistry.register('SignedIn', signedInSchema);
  app.openapi(read, (c) => {
    document ??= describe(app);
    return c.json({ ...document, servers: [{ url: tools.siteOf(c).paths.api ?? '' }] }, 200);
  });
}

function describe(app: ApiApp): Record<string, unknown> {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Accounts',
      version: '1',
      description: "People behind this login: one's own account, other users, roles, and what happened.",
    },
    security: [{ cookie: [] }, { bearer: [] }],
    tags: ['Own account', 'Users', 'Audit log', 'About'].map((name) => ({ name })),
  });
  return { ...document };
}
