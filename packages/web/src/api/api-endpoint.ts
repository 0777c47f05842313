/**
 * The JSON endpoints, as one of our endpoints. What they are built with takes longer to load than the login
 * page, so it is loaded when somebody first asks for one.
 */

import { problems } from '@doorward/core';
import { Hono } from 'hono';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { WebPeople } from '../people.ts';
import { toResponse } from '../responses.ts';
import type { ApiApp } from './api.ts';

export function createApiEndpoint(tools: EndpointTools, people: WebPeople): Hono<Env> {
  let loading: Promise<ApiApp> | undefined;

  async function load(): Promise<ApiApp> {
    const { createApi } = await import('./api.ts');
    return createApi(tools, people);
  }

  const app = new Hono<Env>();
  app.onError((error) => {
    tools.core.onError(error);
    return toResponse(tools.core.writeProblem(problems.unavailable));
  });
  return app.all('*', async (c) => {
    loading ??= load();
    return (await loading).fetch(c.req.raw, c.env);
  });
}
