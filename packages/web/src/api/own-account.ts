/**
 * Whom requests act as, and what people may do with their own account.
 */

import { type OwnActor, toPrincipal, type User } from '@doorward/accounts';
import { isAuthError, type UserRecord } from '@doorward/core';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import { json, noAccount, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given } from './inputs.ts';
import { takesJson } from './json-body.ts';
import { meSchema } from './schemas.ts';
import { toWireMe, type WireMe } from './wire.ts';

const tags = ['Own account'];

const profileSchema = z.strictObject({
  username: z.string().optional(),
  email: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
});

const passwordSchema = z.strictObject({
  current: z.string(),
  password: z.string().openapi({ description: 'The new one.' }),
});

const read = createRoute({
  method: 'get',
  path: '/me',
  operationId: 'readMe',
  summary: 'Whom this request acts as',
  tags,
  responses: { 200: json('The caller.', meSchema), ...refusals },
});

const update = createRoute({
  method: 'patch',
  path: '/me',
  operationId: 'updateMe',
  summary: 'Change the own profile',
  description: 'What is left out stays as it is; `null` removes.',
  tags,
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: profileSchema } } } },
  responses: {
    200: json('The caller, as changed.', meSchema),
    ...writeRefusals,
    404: noAccount,
    409: problem('Another user has this name or e-mail address.'),
  },
});

const changePassword = createRoute({
  method: 'post',
  path: '/me/password',
  operationId: 'changePassword',
  summary: 'Choose another password',
  description: 'Ends every session of the caller. A request with a session gets a new one by Set-Cookie.',
  tags,
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: passwordSchema } } } },
  responses: { 204: { description: 'It counts from now on.' }, ...writeRefusals, 404: noAccount },
});

export function addOwnAccount(app: ApiApp, { tools, people }: ApiParts): void {
  const { own, roles } = people.accounts;

  async function userOf(actor: OwnActor): Promise<User | null> {
    try {
      return await own.get(actor);
    } catch (error) {
      if (isAuthError(error) && error.code === 'accounts/no-account') return null;
      throw error;
    }
  }

  function meOf(c: Context<Env>, user: User | null): WireMe {
    return toWireMe(tools.actorOf(c).principal, user, c.env.state);
  }

  /** A new session in place of the one that ended; a client that sends its credential each time gets none. */
  async function renewed(c: Context<Env>, user: UserRecord): Promise<readonly string[]> {
    const { principal, sessionId } = tools.actorOf(c);
    if (sessionId === null) return [];
    const account = { version: user.version, obligation: null };
    return tools.core.signIn.renew(toPrincipal(user, roles, principal.method), tools.clientOf(c), account);
  }

  app.openapi(read, async (c) => c.json(meOf(c, await userOf(tools.actorOf(c))), 200));
  app.openapi(update, async (c) => {
    const user = await own.updateProfile(tools.actorOf(c), given(c.req.valid('json')));
    return c.json(meOf(c, user), 200);
  });
  app.openapi(changePassword, async (c) => {
    const { current, password } = c.req.valid('json');
    const changed = await own.changePassword(tools.actorOf(c), current, password);
    for (const cookie of await renewed(c, changed)) c.header('set-cookie', cookie, { append: true });
    return c.body(null, 204);
  });
}
