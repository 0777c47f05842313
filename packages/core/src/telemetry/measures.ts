/**
 * The numbers of this process: counters, gauges and histograms with fixed buckets, to be read by whoever wants them.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/
 */

import { createSeries } from './series.ts';

export type Labels = Readonly<Record<string, string>>;

export interface MetricDescription {
  /** As OpenTelemetry writes it: `doorward.sign_ins`. */
  readonly name: string;
  /** UCUM, such as `s`; `{…}` for what is counted, `1` for yes and no. */
  readonly unit: string;
  readonly help: string;
}

/** One value of a counter or a gauge. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface Distribution {
  readonly labels: Labels;
  /** How many were at most {@link BUCKETS}[i]; the last of one more is for what is above all. Not cumulative. */
  readonly buckets: readonly number[];
  readonly sum: number;
  readonly count: number;
}

export type Metric = MetricDescription &
  (
    | { readonly kind: 'counter' | 'gauge'; readonly read: () => readonly Sample[] }
    | { readonly kind: 'histogram'; readonly read: () => readonly Distribution[] }
  );

export interface Counter {
  add(labels: Labels): void;
}

export interface Histogram {
  readonly name: string;
  /** In the metric's unit. */
  record(value: number, labels: Labels): void;
}

/** Told of each value of a histogram, since a sum of buckets cannot be handed on. */
export type RecordListener = (name: string, value: number, labels: Labels) => void;

export interface Measures {
  /** Values of labels come from small sets; beyond 200 combinations the rest is `other`. */
  counter(description: MetricDescription): Counter;
  histogram(description: MetricDescription): Histogram;
  /** A value that is looked up when somebody reads it. One that throws has none. */
  observed(kind: 'counter' | 'gauge', description: MetricDescription, read: () => readonly Sample[]): void;
  /** All there are, in the order in which they were made. */
  readonly metrics: readonly Metric[];
  /** One that throws harms nobody. Answers how to stop. */
  onRecord(listener: RecordListener): () => void;
}

/** Upper bounds in seconds, as the semantic conventions have them for requests. */
export const BUCKETS: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

export function createMeasures(): Measures {
  const metrics: Metric[] = [];
  const listeners = new Set<RecordListener>();

  function tell(name: string, value: number, labels: Labels): void {
    for (const listener of listeners) {
      try {
        listener(name, value, labels);
      } catch {
        // What is measured is worth more than its measure.
      }
    }
  }

  return {
    metrics,
    counter(description) {
      const series = createSeries(() => ({ value: 0 }));
      metrics.push({
        ...description,
        kind: 'counter',
        read: () => series.all().map(({ labels, held }) => ({ labels, value: held.value })),
      });
      return {
        add(labels) {
          series.of(labels).value += 1;
        },
      };
    },
    histogram(description) {
      const series = createSeries(() => ({ buckets: new Array<number>(BUCKETS.length + 1).fill(0), sum: 0, count: 0 }));
      metrics.push({
        ...description,
        kind: 'histogram',
        read: () => series.all().map(({ labels, held }) => ({ labels, ...held, buckets: [...held.buckets] })),
      });
      return {
        name: description.name,
        record(value, labels) {
          const held = series.of(labels);
          const found = BUCKETS.findIndex((bound) => value <= bound);
          const place = found === -1 ? BUCKETS.length : found;
          held.buckets[place] = (held.buckets[place] ?? 0) + 1;
          held.sum += value;
          held.count += 1;
          tell(description.name, value, labels);
        },
      };
    },
    observed(kind, description, read) {
      metrics.push({ ...description, kind, read: () => orNothing(read) });
    },
    onRecord(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function orNothing(read: () => readonly Sample[]): readonly Sample[] {
  try {
    return read();
  } catch {
    return [];
  }
}
