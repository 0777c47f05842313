/**
 * All that is measured of one Doorward. It needs nobody to look: numbers are read on demand, and spans go nowhere until
 * a tracer is given.
 */

import { createMeasuredStores, type MeasuredStores } from './measured-store.ts';
import { createMeasures, type Measures } from './measures.ts';
import { createOperations, type Operations } from './operations.ts';
import { createSourceCalls, type SourceCalls } from './source-calls.ts';

export interface Telemetry extends Operations {
  readonly measures: Measures;
  /** Around stores outside this process. */
  readonly stores: MeasuredStores;
  /** Around calls of providers and directories. */
  readonly callSource: SourceCalls;
}

export function createTelemetry(): Telemetry {
  const measures = createMeasures();
  const operations = createOperations();
  return {
    measures,
    ...operations,
    stores: createMeasuredStores(measures, operations),
    callSource: createSourceCalls(measures, operations),
  };
}
