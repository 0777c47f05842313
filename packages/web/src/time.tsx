/**
 * A time for people and for programs, in UTC: a page without a script knows no other zone.
 */

import type { Child } from 'hono/jsx';

/** `null` is `never`. */
export function Time({ at }: { readonly at: number | string | null }): Child {
  if (at === null) return 'never';
  return <time datetime={new Date(at).toISOString()}>{timeText(at)}</time>;
}

/** The same where a text alone can stand. */
export function timeText(at: number | string): string {
  return `${FORMAT.format(new Date(at))} UTC`;
}

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
