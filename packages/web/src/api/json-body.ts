/**
 * What endpoints that change something are sent: one JSON object and nothing else, so that no form of another
 * site can reach them.
 */

import type { Problem } from '@doorward/core';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from '../endpoint-tools.ts';
import { MAX_BODY_BYTES } from '../form-body.ts';
import { BODY_INVALID, Refusal, UNSUPPORTED_MEDIA_TYPE, unknownField } from './refusal.ts';

const limited = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Refusal(BODY_TOO_LARGE);
  },
});

/** For routes with a body. */
export const takesJson: MiddlewareHandler<Env> = (c, next) =>
  limited(c, async () => {
    await readObject(c);
    await next();
  });

/** For routes without one: an empty object is as good as nothing. */
export const takesNothing: MiddlewareHandler<Env> = (c, next) =>
  limited(c, async () => {
    const [field] = Object.keys(await readObject(c));
    if (field !== undefined) throw unknownField(field);
    await next();
  });

/** No body at all reads as an empty object. */
async function readObject(c: Context<Env>): Promise<object> {
  const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const encoding = c.req.header('content-encoding')?.toLowerCase() ?? 'identity';
  const text = await c.req.text();
  const isJson = type === 'application/json' || (type === '' && text === '');
  if (!isJson || encoding !== 'identity') throw new Refusal(UNSUPPORTED_MEDIA_TYPE);
  const value = text === '' ? {} : parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal(BODY_INVALID);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const BODY_TOO_LARGE: Problem = {
  status: 413,
  code: 'web/body-too-large',
  title: 'That body is too large',
  detail: 'Send at most 16 kB.',
};
