/**
 * API keys: one's own, those of users whom one manages, and service keys.
 */

import { createRoute, z } from '@hono/zod-openapi';
import { invalidQuery, json, noAccount, noKey, problem, refusals, writeRefusals } from './answers.ts';
import type { ApiApp, ApiParts } from './api.ts';
import { given, idParams, queryNumber, rolesField } from './inputs.ts';
import { takesJson, takesNothing } from './json-body.ts';
import { issuedKeySchema, keySchema } from './schemas.ts';
import { toWireKey } from './wire.ts';

const tags = ['API keys'];
const path = '/keys/{id}';

/** RFC 3339; `null`: never. */
const expiry = z.iso.datetime({ offset: true, error: 'Send a time such as 2030-01-31T12:00:00Z.' }).nullable();

const newKeySchema = z
  .strictObject({
    name: z.string().openapi({ description: 'For people.', example: 'nightly export' }),
    expiresAt: expiry.optional().openapi({ description: 'Default never.' }),
    permissions: z
      .array(z.string())
      .nullable()
      .optional()
      .openapi({ description: 'All that it may do at most. Default as much as its owner, or its roles.' }),
    service: z
      .boolean()
      .optional()
      .openapi({ description: 'True makes a service key, which is nobody’s. Default false: the caller’s own.' }),
    roles: rolesField.optional().openapi({ description: 'Of a service key.' }),
  })
  .refine(({ service = false, roles }) => service || roles === undefined, {
    error: 'Roles are for service keys: a key of a person has those of its owner.',
    path: ['roles'],
  })
  .openapi('NewKey');

const changeSchema = z
  .strictObject({
    name: z.string().optional(),
    expiresAt: expiry.optional(),
    status: z.enum(['active', 'disabled']).optional(),
  })
  .openapi('KeyChange');

const rotationSchema = z
  .strictObject({
    overlapSeconds: z
      .int({ error: 'Send a whole number.' })
      .optional()
      .openapi({ description: 'For how long the secret before still counts. Default a day, at most 30 days.' }),
  })
  .openapi('KeyRotation');

const querySchema = z.object({
  owner: z
    .string()
    .regex(/^[\w-]{1,64}$/, { error: 'Send the id of a user, or none.' })
    .optional()
    .openapi({ description: 'Id of a user, or `none`: service keys. Default the caller.' }),
  offset: queryNumber(0, 1_000_000).optional(),
  limit: queryNumber(1, 200).optional(),
});

const pageSchema = z.object({ total: z.int(), keys: z.array(keySchema) });

const list = createRoute({
  method: 'get',
  path: '/keys',
  operationId: 'listKeys',
  summary: 'API keys, the latest first',
  tags,
  request: { query: querySchema },
  responses: {
    200: json('The keys.', pageSchema),
    ...refusals,
    422: invalidQuery,
  },
});

const create = createRoute({
  method: 'post',
  path: '/keys',
  operationId: 'createKey',
  summary: 'Make an API key',
  description: 'The answer holds the key itself, which is shown this once.',
  tags,
  middleware: takesJson,
  request: { body: { required: true, content: { 'application/json': { schema: newKeySchema } } } },
  responses: {
    201: json('The key.', issuedKeySchema),
    ...writeRefusals,
    404: noAccount,
    409: problem('There are too many keys.'),
  },
});

const read = createRoute({
  method: 'get',
  path,
  operationId: 'readKey',
  summary: 'An API key',
  tags,
  request: { params: idParams },
  responses: { 200: json('The key, without its secret.', keySchema), ...refusals, 404: noKey },
});

const update = createRoute({
  method: 'patch',
  path,
  operationId: 'updateKey',
  summary: 'Rename, disable or enable an API key, or change when it is over',
  tags,
  middleware: takesJson,
  request: { params: idParams, body: { required: true, content: { 'application/json': { schema: changeSchema } } } },
  responses: { 200: json('The key, as changed.', keySchema), ...writeRefusals, 404: noKey },
});

const rotate = createRoute({
  method: 'post',
  path: '/keys/{id}/rotate',
  operationId: 'rotateKey',
  summary: 'Replace the secret of an API key',
  description:
    'The secret before counts for a while, so that nothing stops while the new one is put in place. For the owner of the key alone, since whoever has its secret acts as him.',
  tags,
  middleware: takesJson,
  request: { params: idParams, body: { required: true, content: { 'application/json': { schema: rotationSchema } } } },
  responses: { 200: json('The key with its new secret.', issuedKeySchema), ...writeRefusals, 404: noKey },
});

const remove = createRoute({
  method: 'delete',
  path,
  operationId: 'deleteKey',
  summary: 'Delete an API key',
  description: 'It opens nothing any more from the next request on.',
  tags,
  middleware: takesNothing,
  request: { params: idParams },
  responses: { 204: { description: 'The key is gone.' }, ...writeRefusals, 404: noKey },
});

export function addKeys(app: ApiApp, { tools, people }: ApiParts): void {
  const { keys } = people.accounts;
  if (keys === null) return;
  app.openapi(list, async (c) => {
    const { owner, ...page } = given(c.req.valid('query'));
    const whose = owner === undefined ? {} : { owner: owner === 'none' ? null : owner };
    const { total, keys: found } = await keys.list(tools.actorOf(c), { ...page, ...whose });
    return c.json({ total, keys: found.map(toWireKey) }, 200);
  });
  app.openapi(create, async (c) => {
    const { service = false, expiresAt, roles, ...input } = given(c.req.valid('json'));
    const made = { ...input, ...(expiresAt === undefined ? {} : { expiresAt: timeOf(expiresAt) }) };
    const actor = tools.actorOf(c);
    const { key, secret } = service
      ? await keys.createService(actor, { ...made, ...(roles === undefined ? {} : { roles }) })
      : await keys.create(actor, made);
    return c.json({ ...toWireKey(key), key: secret }, 201);
  });
  app.openapi(read, async (c) => c.json(toWireKey(await keys.get(tools.actorOf(c), c.req.valid('param').id)), 200));
  app.openapi(update, async (c) => {
    const { expiresAt, ...change } = given(c.req.valid('json'));
    const wanted = { ...change, ...(expiresAt === undefined ? {} : { expiresAt: timeOf(expiresAt) }) };
    return c.json(toWireKey(await keys.update(tools.actorOf(c), c.req.valid('param').id, wanted)), 200);
  });
  app.openapi(rotate, async (c) => {
    const { overlapSeconds } = c.req.valid('json');
    const { key, secret } = await keys.rotate(tools.actorOf(c), c.req.valid('param').id, overlapSeconds);
    return c.json({ ...toWireKey(key), key: secret }, 200);
  });
  app.openapi(remove, async (c) => {
    await keys.delete(tools.actorOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
