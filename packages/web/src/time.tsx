/**
 * A time for people and for programs, in UTC: a page without a script knows no other zone.
 */

import type { Child } from 'hono/jsx';

/** `null` is `never`. */
export function Time({ at }: { readonly at: number | string | null }): Child {
  if (at === null) return 'never';
  const date = new Date(at);
  return <time datetime={date.toISOString()}>{FORMAT.format(date)} UTC</time>;
}

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
