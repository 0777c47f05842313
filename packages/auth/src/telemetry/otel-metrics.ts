/**
 * The numbers of the core as instruments of OpenTelemetry. Counters and gauges are read when somebody collects; values of
 * histograms are handed on one by one.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/api/
 */

import { BUCKETS, type Measures, type Metric } from '@doorward/core';
import type { Histogram, Meter, ObservableCallback } from '@opentelemetry/api';

/** Answers how to stop. */
export function connectMetrics(meter: Meter, measures: Measures): () => void {
  const histograms = new Map<string, Histogram>();
  const stops: (() => void)[] = [];
  for (const metric of measures.metrics) {
    if (metric.kind === 'histogram') histograms.set(metric.name, histogramOf(meter, metric));
    else stops.push(observe(meter, metric));
  }
  stops.push(measures.onRecord((name, value, labels) => histograms.get(name)?.record(value, labels)));
  return () => {
    for (const stop of stops) stop();
  };
}

function histogramOf(meter: Meter, { name, unit, help }: Metric): Histogram {
  return meter.createHistogram(name, { unit, description: help, advice: { explicitBucketBoundaries: [...BUCKETS] } });
}

function observe(meter: Meter, metric: Exclude<Metric, { kind: 'histogram' }>): () => void {
  const options = { unit: metric.unit, description: metric.help };
  const instrument =
    metric.kind === 'counter'
      ? meter.createObservableCounter(metric.name, options)
      : meter.createObservableGauge(metric.name, options);
  const callback: ObservableCallback = (result) => {
    for (const { labels, value } of metric.read()) result.observe(value, labels);
  };
  instrument.addCallback(callback);
  return () => instrument.removeCallback(callback);
}
