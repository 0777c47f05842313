/**
 * API keys: one's own, by the API. Each acts as its owner, and may do as much, or less.
 */

import type { Accounts, Key, NewKey } from '@doorward/auth';
import { type Answer, actorOf, type Call, json, readJson } from './call.ts';
import { ApiError } from './errors.ts';
import { readText } from './flow.ts';
import { accounts } from './user-read.ts';

/** `GET /api_key/`: without what opens anything. */
export async function listKeys(call: Call): Promise<Answer> {
  const actor = actorOf(call);
  const { total, keys } = await manager().list(actor, { limit: 100 });
  return json(200, { total_count: total, user_id: actor.principal.subject, api_keys: keys.map(keyRead) });
}

/** `POST /api_key/` with a name and, if it is to be less than oneself, `expires_at` and `permissions`. */
export async function createKey(call: Call): Promise<Answer> {
  const { name, expires_at, permissions } = await readJson(call.message);
  const input: NewKey = {
    name: name === undefined || name === null ? 'API key' : readText(name, 'name', 100),
    expiresAt: readTime(expires_at),
    permissions: readPermissions(permissions),
  };
  const { key, secret } = await manager().create(actorOf(call), input);
  return json(200, { ...keyRead(key), api_key: secret }, { 'cache-control': 'no-store' });
}

/** `DELETE /api_key/{id}`: it opens nothing from the next request on. */
export async function deleteKey(call: Call): Promise<Answer> {
  await manager().delete(actorOf(call), call.id);
  return json(200, { detail: 'API Key deleted' });
}

function manager(): NonNullable<Accounts['keys']> {
  if (accounts.keys === null) throw new ApiError(404, 'Not Found');
  return accounts.keys;
}

function keyRead({ id, name, hint, status, permissions, createdAt, expiresAt, lastUsedAt }: Key) {
  return {
    id,
    name,
    api_key: `sk-${'*'.repeat(8)}${hint}`,
    is_active: status === 'active',
    permissions,
    created_at: new Date(createdAt).toISOString(),
    expires_at: timeOf(expiresAt),
    last_used_at: timeOf(lastUsedAt),
  };
}

const timeOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

function readTime(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === 'string' && TIME.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new ApiError(422, 'expires_at: write a time such as 2030-01-31T12:00:00Z.');
}

/** RFC 3339, with its offset: else it would depend on where the server stands. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

function readPermissions(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new ApiError(422, 'permissions: write a list such as ["flow:read"].');
}
