/**
 * Every address of this server with what answers it, for Express, Koa and Hono alike.
 */

import type { IncomingMessage } from 'node:http';
import { getAuth } from '@doorward/auth';
import { createFlow, deleteFlow, getFlow, listFlows, updateFlow } from './api-flows.ts';
import { createKey, deleteKey, listKeys } from './api-keys.ts';
import { autoLogin, login, logout, refresh, session } from './api-session.ts';
import { createUser, deleteUser, listUsers, resetPassword, updateUser, whoami } from './api-users.ts';
import { type Answer, type Call, json, redirect } from './call.ts';
import { ApiError, problemShape } from './errors.ts';
import { addStep, changeFlow, newFlow, removeFlow } from './flow-forms.ts';
import { errorPage, flowPage, flowsPage } from './flow-pages.ts';
import { settings } from './start.ts';
import { STYLE } from './style.ts';
import { accounts } from './user-read.ts';

export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With `:id` where an id stands; with and without a slash at the end. */
  readonly path: string;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
  /** Strangers may ask too. */
  readonly open?: true;
  /** What it takes to be signed in with; a key may have less than its owner. */
  readonly needs?: 'flow:read' | 'flow:write';
}

const healthy = (): Answer => json(200, { status: 'ok' });
const styleSheet = (): Answer => ({ status: 200, headers: { 'content-type': 'text/css' }, body: STYLE });

export const routes: readonly Route[] = [
  { method: 'get', path: '/health', handle: healthy, open: true },
  { method: 'get', path: '/health_check', handle: healthy, open: true },

  { method: 'get', path: '/', handle: ({ auth }) => redirect(auth.link('/flows')) },
  { method: 'get', path: '/millrace.css', handle: styleSheet },
  { method: 'get', path: '/flows', handle: flowsPage, needs: 'flow:read' },
  { method: 'post', path: '/flows', handle: newFlow, needs: 'flow:write' },
  { method: 'get', path: '/flow/:id', handle: flowPage, needs: 'flow:read' },
  { method: 'post', path: '/flow/:id', handle: changeFlow, needs: 'flow:write' },
  { method: 'post', path: '/flow/:id/steps', handle: addStep, needs: 'flow:write' },
  { method: 'post', path: '/flow/:id/delete', handle: removeFlow, needs: 'flow:write' },

  { method: 'post', path: '/api/v1/login', handle: login, open: true },
  { method: 'post', path: '/api/v1/logout', handle: logout, open: true },
  { method: 'post', path: '/api/v1/refresh', handle: refresh, open: true },
  { method: 'get', path: '/api/v1/auto_login', handle: autoLogin, open: true },
  { method: 'get', path: '/api/v1/session', handle: session, open: true },
  { method: 'get', path: '/api/v1/users', handle: listUsers },
  { method: 'post', path: '/api/v1/users', handle: createUser, open: true },
  { method: 'get', path: '/api/v1/users/whoami', handle: whoami },
  { method: 'patch', path: '/api/v1/users/:id', handle: updateUser },
  { method: 'delete', path: '/api/v1/users/:id', handle: deleteUser },
  { method: 'patch', path: '/api/v1/users/:id/reset-password', handle: resetPassword },
  { method: 'get', path: '/api/v1/api_key', handle: listKeys },
  { method: 'post', path: '/api/v1/api_key', handle: createKey },
  { method: 'delete', path: '/api/v1/api_key/:id', handle: deleteKey },
  { method: 'get', path: '/api/v1/flows', handle: listFlows, needs: 'flow:read' },
  { method: 'post', path: '/api/v1/flows', handle: createFlow, needs: 'flow:write' },
  { method: 'get', path: '/api/v1/flows/:id', handle: getFlow, needs: 'flow:read' },
  { method: 'patch', path: '/api/v1/flows/:id', handle: updateFlow, needs: 'flow:write' },
  { method: 'delete', path: '/api/v1/flows/:id', handle: deleteFlow, needs: 'flow:write' },
];

/** What the route answers, or the error in its place; without a route that there is nothing here. */
export async function answer(message: IncomingMessage, route: Route | null, id = ''): Promise<Answer> {
  const query = new URL(message.url ?? '/', 'http://millrace.invalid').searchParams;
  const call = { message, auth: getAuth(message), id, query };
  const answered = await answerCall(call, route);
  if (settings.logsRequests) console.log(`Millrace: ${message.method} ${message.url} ${answered.status}`);
  return answered;
}

async function answerCall(call: Call, route: Route | null): Promise<Answer> {
  try {
    // Doorward's rule for `/api/v1/users/` lets strangers through to whatever lies below it too.
    if (call.auth.principal === null && route?.open !== true) throw new ApiError(401, 'Not authenticated');
    if (route === null) throw new ApiError(404, 'Not Found');
    if (route.needs !== undefined && !call.auth.can(route.needs)) throw new ApiError(403, `This needs ${route.needs}.`);
    return await route.handle(call);
  } catch (error) {
    return failed(call, error);
  }
}

function failed(call: Call, error: unknown): Answer {
  const { status, body, retryAfterSeconds } = failureOf(error);
  const headers: Record<string, string> = {
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="Doorward"' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` }),
  };
  const isPage = call.message.headers.accept?.includes('text/html') === true;
  return isPage ? errorPage(call, status, body.detail) : json(status, body, headers);
}

interface Failure {
  readonly status: number;
  readonly body: { readonly detail: string };
  readonly retryAfterSeconds?: number | undefined;
}

/** What is neither ours nor Doorward's is a failure on our side, of which a client hears nothing. */
function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { status, message: detail, retryAfterSeconds } = error;
    return { status, body: { detail }, retryAfterSeconds };
  }
  const problem = accounts.problemOf(error);
  if (problem !== null) return { ...problemShape(problem), retryAfterSeconds: problem.retryAfterSeconds };
  console.error(error);
  return { status: 500, body: { detail: 'Internal Server Error' } };
}
