/**
 * Counts decisions by outcome: of all that is counted the one thing that every request pays for, with one addition.
 */

import type { Decision } from '../response/decision.ts';
import type { Measures } from './measures.ts';

export interface DecisionCounts {
  note(decision: Decision): void;
}

export function createDecisionCounts(measures: Measures): DecisionCounts {
  // Fields, not a map by name: an addition and no look-up.
  const counts = {
    continue: 0,
    public: 0,
    endpoint: 0,
    redirected: 0,
    unauthenticated: 0,
    forbidden: 0,
    limited: 0,
    unavailable: 0,
    answered: 0,
    refused: 0,
  };
  const description = {
    name: 'doorward.decisions',
    unit: '{decision}',
    help: 'Requests by what was decided about them.',
  };
  measures.observed('counter', description, () =>
    Object.entries(counts).map(([outcome, value]) => ({ labels: { 'doorward.outcome': outcome }, value })),
  );

  function noteStatus(status: number): void {
    if (status === 401) counts.unauthenticated += 1;
    else if (status === 403) counts.forbidden += 1;
    else if (status === 429) counts.limited += 1;
    else if (status >= 500) counts.unavailable += 1;
    else if (status >= 400) counts.refused += 1;
    else if (status >= 300) counts.redirected += 1;
    else counts.answered += 1;
  }

  return {
    note(decision) {
      if (decision.kind === 'respond') noteStatus(decision.status);
      else if (decision.kind === 'endpoint') counts.endpoint += 1;
      else if (decision.principal === null) counts.public += 1;
      else counts.continue += 1;
    },
  };
}
