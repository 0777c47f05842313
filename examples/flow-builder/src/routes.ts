/**
 * Every address of this server with what answers it, for Express, Koa and Hono alike.
 */

import type { IncomingMessage } from 'node:http';
import { getAuth } from '@doorward/auth';
import { createFlow, deleteFlow, getFlow, listFlows, updateFlow } from './api-flows.ts';
import { autoLogin, login, logout, session } from './api-session.ts';
import { createUser, deleteUser, listUsers, resetPassword, updateUser, whoami } from './api-users.ts';
import { type Answer, type Call, json, redirect } from './call.ts';
import { ApiError, problemShape } from './errors.ts';
import { addStep, changeFlow, newFlow, removeFlow } from './flow-forms.ts';
import { errorPage, flowPage, flowsPage } from './flow-pages.ts';
import { STYLE } from './style.ts';
import { accounts } from './user-read.ts';

export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With `:id` where an id stands; with and without a slash at the end. */
  readonly path: string;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
  /** Strangers may ask too. */
  readonly open?: true;
}

const healthy = (): Answer => json(200, { status: 'ok' });
const styleSheet = (): Answer => ({ status: 200, headers: { 'content-type': 'text/css' }, body: STYLE });

export const routes: readonly Route[] = [
  { method: 'get', path: '/health', handle: healthy, open: true },
  { method: 'get', path: '/health_check', handle: healthy, open: true },

  { method: 'get', path: '/', handle: ({ auth }) => redirect(auth.link('/flows')) },
  { method: 'get', path: '/millrace.css', handle: styleSheet },
  { method: 'get', path: '/flows', handle: flowsPage },
  { method: 'post', path: '/flows', handle: newFlow },
  { method: 'get', path: '/flow/:id', handle: flowPage },
  { method: 'post', path: '/flow/:id', handle: changeFlow },
  { method: 'post', path: '/flow/:id/steps', handle: addStep },
  { method: 'post', path: '/flow/:id/delete', handle: removeFlow },

  { method: 'post', path: '/api/v1/login', handle: login, open: true },
  { method: 'post', path: '/api/v1/logout', handle: logout, open: true },
  { method: 'get', path: '/api/v1/auto_login', handle: autoLogin, open: true },
  { method: 'get', path: '/api/v1/session', handle: session, open: true },
  { method: 'get', path: '/api/v1/users', handle: listUsers },
  { method: 'post', path: '/api/v1/users', handle: createUser, open: true },
  { method: 'get', path: '/api/v1/users/whoami', handle: whoami },
  { method: 'patch', path: '/api/v1/users/:id', handle: updateUser },
  { method: 'delete', path: '/api/v1/users/:id', handle: deleteUser },
  { method: 'patch', path: '/api/v1/users/:id/reset-password', handle: resetPassword },
  { method: 'get', path: '/api/v1/flows', handle: listFlows },
  { method: 'post', path: '/api/v1/flows', handle: createFlow },
  { method: 'get', path: '/api/v1/flows/:id', handle: getFlow },
  { method: 'patch', path: '/api/v1/flows/:id', handle: updateFlow },
  { method: 'delete', path: '/api/v1/flows/:id', handle: deleteFlow },
];

/** What the route answers, or the error in its place; without a route that there is nothing here. */
export async function answer(message: IncomingMessage, route: Route | null, id = ''): Promise<Answer> {
  const query = new URL(message.url ?? '/', 'http://millrace.invalid').searchParams;
  const call = { message, auth: getAuth(message), id, query };
  try {
    // Doorward's rule for `/api/v1/users/` lets strangers through to whatever lies below it too.
    if (call.auth.principal === null && route?.open !== true) throw new ApiError(401, 'Not authenticated');
    if (route === null) throw new ApiError(404, 'Not Found');
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
