/**
 * What several endpoints take: parts of paths and queries, and fields of a user.
 */

import { z } from '@hono/zod-openapi';

/** Anything else can be no id of ours, and never reaches a store. */
export const idParams: z.ZodObject<{ id: z.ZodString }> = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .openapi({ param: { name: 'id', in: 'path' } }),
});

/** A text of a query, without what stores cannot take. */
export const queryText: z.ZodType<string, string> = z
  .string()
  .max(128)
  .refine((text) => !/\p{Cc}/u.test(text), { error: 'Leave out control characters.' });

/** A whole number of a query, which is digits and nothing else. */
export function queryNumber(minimum: number, maximum: number): z.ZodType<number, string> {
  const error = `Send a whole number from ${minimum} to ${maximum}.`;
  return z
    .string({ error })
    .regex(/^\d{1,16}$/, { error })
    .transform(Number)
    .pipe(z.int({ error }).min(minimum, { error }).max(maximum, { error }))
    .openapi({ type: 'integer', minimum, maximum });
}

/** A time of a query, in milliseconds since the epoch. */
export const queryTime: z.ZodType<number, string> = z.iso
  .datetime({ offset: true, error: 'Send a time such as 2026-01-31T12:00:00Z.' })
  .transform((text) => Date.parse(text))
  .openapi({ type: 'string', format: 'date-time' });

export const rolesField: z.ZodType<string[], string[]> = z.array(z.string()).openapi({ example: ['viewer'] });

/** The same without what was not sent. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
