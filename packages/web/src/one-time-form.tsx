/**
 * Forms that are carried out once. A reload of the page that answers, or a second click, sends a form again as
 * it was; for a form that makes a secret that would be one more, which nobody wished for.
 *
 * The form carries a mark, and the first with it counts. The store keeps a hash of the mark, for a day.
 */

import { type Core, hashSecret, randomSecret } from '@doorward/core';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Form } from './form-body.ts';

const FIELD = 'once';
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The hidden field, with another mark each time that it is drawn. */
export function OnceField(): JSX.Element {
  return <input type="hidden" name={FIELD} value={randomSecret()} />;
}

/** False for a form that was sent before. One without a mark comes from no page of ours, and no reload repeats it. */
export async function isSentFirst({ store }: Pick<Core, 'store'>, form: Form): Promise<boolean> {
  if (!form.has(FIELD)) return true;
  const { count } = await store.increment(`form:${hashSecret(form.text(FIELD))}`, KEPT_MS);
  return count === 1;
}
