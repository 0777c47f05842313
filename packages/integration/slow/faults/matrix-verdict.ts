/**
 * What an answer may be while something fails (F38): the usual one, or 503 that says when to try again.
 */

import { FAULT_CANARY } from './fault-switch.ts';
import type { MatrixAnswer } from './matrix-client.ts';

/** What a sign-in with a provider needs: there it is 502. */
const GATEWAY = new Set(['provider', 'random', 'clock']);

/** Nothing depends on them. */
const CHANGING_NOTHING = new Set(['sink', 'nothing']);

/** What is wrong with `answer`, where it is `usual` without a fault; `null`: nothing. */
export function wrongWith(part: string, usual: MatrixAnswer, answer: MatrixAnswer): string | null {
  const { status, headers, text } = answer;
  if (status === usual.status) return wrongWithUsual(part, usual, answer);
  const isAway = status === 503 || (status === 502 && GATEWAY.has(part));
  // Signing out is done here, and does not go on where the provider cannot be asked.
  if (part === 'provider' && usual.status === 200 && status === 204) return null;
  if (!isAway || CHANGING_NOTHING.has(part)) return `is ${status} in place of ${usual.status}`;
  if (status === 503 && headers['retry-after'] === undefined) return 'does not say when to try again';
  if (text.includes(FAULT_CANARY)) return 'tells what failed';
  if (text === 'page') return 'shows the page';
  return cookiesOf(answer).length > 0 ? `sets ${cookiesOf(answer)}` : null;
}

function wrongWithUsual(part: string, usual: MatrixAnswer, answer: MatrixAnswer): string | null {
  const [before, now] = [cookiesOf(usual), cookiesOf(answer)];
  if (answer.text.includes(FAULT_CANARY)) return 'tells what failed';
  if (clearing(now) > clearing(before)) return `clears ${now}`;
  if (part === 'random' && clearing(now) < now.length) return `sets what nobody can have drawn: ${now}`;
  return now.length > before.length ? `sets ${now}` : null;
}

/** But for the one of a round trip to a provider, which is over in any case. */
const cookiesOf = ({ headers }: MatrixAnswer): readonly string[] =>
  (headers['set-cookie'] ?? []).filter((line) => !/^[^=]*_at_/.test(line));

const clearing = (cookies: readonly string[]): number => cookies.filter((line) => /; Max-Age=0/.test(line)).length;
