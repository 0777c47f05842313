/**
 * Measures in the text format of Prometheus.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/ (0.0.4)
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */

import { BUCKETS, type Distribution, type Labels, type Measures, type Metric } from './measures.ts';

/** The Content-Type of {@link metricsText}. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** All there is to read now. Names of metrics get the unit and, for counters, `_total`. */
export function metricsText({ metrics }: Pick<Measures, 'metrics'>): string {
  return metrics.map(metricLines).join('');
}

function metricLines(metric: Metric): string {
  const name = nameOf(metric);
  const lines =
    metric.kind === 'histogram'
      ? metric.read().flatMap((each) => distributionLines(name, each))
      : metric.read().map(({ labels, value }) => line(name, labels, value));
  if (lines.length === 0) return '';
  const type = `# TYPE ${name} ${metric.kind}\n`;
  return `# HELP ${name} ${metric.help}\n${type}${lines.join('')}`;
}

function nameOf({ name, unit, kind }: Metric): string {
  const base = `${name.replace(/\./g, '_')}${unit === 's' ? '_seconds' : ''}`;
  return kind === 'counter' ? `${base}_total` : base;
}

function distributionLines(name: string, { labels, buckets, sum, count }: Distribution): readonly string[] {
  let below = 0;
  const cumulative = buckets.map((value, i) => {
    below += value;
    return line(`${name}_bucket`, { ...labels, le: String(BUCKETS[i] ?? '+Inf') }, below);
  });
  return [...cumulative, line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, count)];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label.replace(/\./g, '_')}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
