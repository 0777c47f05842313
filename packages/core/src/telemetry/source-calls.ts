/**
 * Calls of providers and directories: who else knows people, and how long he takes.
 */

import type { MaybePromise } from '../maybe-promise.ts';
import type { Measures } from './measures.ts';
import type { Operations } from './operations.ts';

/** `id` of a provider or a directory, as configured. `outcomeOf` default `success`. */
export type SourceCalls = <T>(
  what: { readonly kind: 'provider' | 'directory'; readonly id: string; readonly operation: string },
  work: () => MaybePromise<T>,
  outcomeOf?: (value: T) => string,
) => MaybePromise<T>;

export function createSourceCalls(measures: Measures, operations: Operations): SourceCalls {
  const duration = measures.histogram({
    name: 'doorward.source.call.duration',
    unit: 's',
    help: 'Calls of providers and directories.',
  });
  return ({ kind, id, operation }, work, outcomeOf = () => 'success') =>
    operations.run(
      {
        name: `doorward.${kind}.${operation}`,
        attributes: { 'doorward.source.kind': kind, 'doorward.source.id': id, 'doorward.source.operation': operation },
        duration,
        outcomeOf,
      },
      work,
    );
}
