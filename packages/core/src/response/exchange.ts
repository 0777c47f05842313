/**
 * Answers to a page that was opened with a credential in its address: `?access_token=` is an exchange.
 */

import type { Passage } from '../passage.ts';
import { visibleTarget } from '../site-paths.ts';
import type { Respond } from './decision.ts';
import { localPath, withoutParameters } from './return-path.ts';

/** 303 to the same address without the token; other parameters stay as they were. */
export function exchanged(
  { site, path, query }: Passage,
  cookies: readonly string[],
  parameters: readonly string[],
): Respond {
  const rest = withoutParameters(query, parameters);
  const location = localPath(visibleTarget(site, path) + (rest === '' ? '' : `?${rest}`));
  return {
    kind: 'respond',
    status: 303,
    headers: [
      ['location', location ?? site.home],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ...cookies.map((cookie) => ['set-cookie', cookie] as const),
    ],
    body: '',
  };
}

/** Somebody else is signed in here: a link must not change that without asking. */
export function asked({ site }: Passage): Respond {
  return {
    kind: 'respond',
    status: 303,
    headers: [
      ['location', site.logout],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
    ],
    body: '',
  };
}
