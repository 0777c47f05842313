/**
 * `/api/admin/api_keys`: service keys for programs, in the shape of the seed. Who may manage them is decided by
 * Doorward; here stand the names of the fields.
 *
 * The seed's keys may everything. Here a key has the role `user` unless something else is asked for.
 */

import type { Key } from '@doorward/auth';
import { actorOf, type Handler, json, NO_CONTENT } from '../answer.ts';
import { keys } from '../auth.ts';
import { ApiError } from '../problem.ts';
import { readJson, readLine } from '../read-body.ts';

export const listKeys: Handler = async (call) => {
  const { keys: found } = await keys.list(actorOf(call), { owner: null, limit: 100 });
  return json(found.map(keyRecord));
};

/** The only answer that holds the key itself. */
export const createKey: Handler = async (call) => {
  const fields = await readJson(call.message, ['name', 'roles', 'permissions', 'expires_at']);
  const permissions = readList(fields['permissions'], 'permissions');
  const { key, secret } = await keys.createService(actorOf(call), {
    name: readLine(fields['name'], 'name', 100),
    roles: readList(fields['roles'], 'roles') ?? (permissions === null ? ['user'] : []),
    permissions,
    expiresAt: readTime(fields['expires_at'], 'expires_at'),
  });
  return json({ id: key.id, api_key: secret }, 201);
};

export const deleteKey: Handler = async (call) => {
  await keys.delete(actorOf(call), call.params['id'] ?? '');
  return NO_CONTENT;
};

function keyRecord({ id, name, hint, status, roles, permissions, createdAt, expiresAt, lastUsedAt }: Key): unknown {
  return {
    id,
    name,
    created_at: timeText(createdAt),
    value_masked: `...${hint}`,
    is_active: status === 'active',
    roles,
    permissions,
    expires_at: timeText(expiresAt),
    last_used_at: timeText(lastUsedAt),
  };
}

const timeText = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

function readList(value: unknown, field: string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new ApiError(422, 'Write a list of texts.', field);
}

/** RFC 3339 with seconds and an offset; nothing or `null`: never. */
function readTime(value: unknown, field: string): number | null {
  if (value === undefined || value === null) return null;
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const time = isTime ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new ApiError(422, 'Write a time such as 2030-01-31T12:00:00Z.', field);
}
