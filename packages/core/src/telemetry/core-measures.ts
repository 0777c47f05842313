/**
 * What the core itself counts: its decisions, and what it holds in memory.
 */

import type { Guard } from '../guard.ts';
import type { LiveConnections } from '../live/live-connections.ts';
import type { Decision } from '../response/decision.ts';
import type { SessionManager } from '../session/session-manager.ts';
import { createDecisionCounts } from './decision-counts.ts';
import type { Measures } from './measures.ts';

export interface ObservedCore {
  readonly measures: Measures;
  readonly sessions: Pick<SessionManager, 'remembered'>;
  readonly live: Pick<LiveConnections, 'count'>;
}

/** The guard's `begin`, counted. */
export function observeCore(
  { begin }: Pick<Guard, 'begin'>,
  { measures, sessions, live }: ObservedCore,
): Guard['begin'] {
  const decisions = createDecisionCounts(measures);
  const cached = { name: 'doorward.sessions.cached', unit: '{session}', help: 'Sessions that this process remembers.' };
  measures.observed('gauge', cached, () => [{ labels: {}, value: sessions.remembered() }]);
  const open = { name: 'doorward.connections.live', unit: '{connection}', help: 'Sockets and event streams.' };
  measures.observed('gauge', open, () => [{ labels: {}, value: live.count() }]);

  const noted = (decision: Decision): Decision => {
    decisions.note(decision);
    return decision;
  };
  return (view) => {
    const decision = begin(view);
    return decision instanceof Promise ? decision.then(noted) : noted(decision);
  };
}
