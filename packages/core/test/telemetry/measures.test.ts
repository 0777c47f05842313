import { describe, expect, it } from '@jest/globals';
import { createMeasures } from '../../src/telemetry/measures.ts';
import { metricsText } from '../../src/telemetry/metrics-text.ts';

const SIGN_INS = { name: 'doorward.sign_ins', unit: '{sign-in}', help: 'Sign-ins.' };
const DURATION = { name: 'doorward.call.duration', unit: 's', help: 'Calls.' };

describe('metrics as text', () => {
  it('follow the text format of Prometheus: names with unit and _total, one HELP and TYPE each', () => {
    const measures = createMeasures();
    const signIns = measures.counter(SIGN_INS);
    signIns.add({ 'doorward.method': 'token' });
    signIns.add({ 'doorward.method': 'token' });
    measures.observed('gauge', { name: 'doorward.sessions', unit: '{session}', help: 'Sessions.' }, () => [
      { labels: {}, value: 3 },
    ]);
    expect(metricsText(measures)).toBe(
      [
        '# HELP doorward_sign_ins_total Sign-ins.',
        '# TYPE doorward_sign_ins_total counter',
        'doorward_sign_ins_total{doorward_method="token"} 2',
        '# HELP doorward_sessions Sessions.',
        '# TYPE doorward_sessions gauge',
        'doorward_sessions 3',
        '',
      ].join('\n'),
    );
  });

  it('hold histograms with cumulative buckets, a sum and a count', () => {
    const measures = createMeasures();
    const duration = measures.histogram(DURATION);
    for (const value of [0.001, 0.004, 2, 60]) duration.record(value, { op: 'get' });
    const lines = metricsText(measures).split('\n');
    expect(lines).toContain('# TYPE doorward_call_duration_seconds histogram');
    expect(lines).toContain('doorward_call_duration_seconds_bucket{op="get",le="0.001"} 1');
    expect(lines).toContain('doorward_call_duration_seconds_bucket{op="get",le="0.005"} 2');
    expect(lines).toContain('doorward_call_duration_seconds_bucket{op="get",le="10"} 3');
    expect(lines).toContain('doorward_call_duration_seconds_bucket{op="get",le="+Inf"} 4');
    expect(lines).toContain('doorward_call_duration_seconds_sum{op="get"} 62.005');
    expect(lines).toContain('doorward_call_duration_seconds_count{op="get"} 4');
  });

  it('cannot be broken out of by the text of a label', () => {
    const measures = createMeasures();
    measures.counter(SIGN_INS).add({ method: 'a"} 1\nforged 2 \\' });
    expect(metricsText(measures).split('\n')).toContain('doorward_sign_ins_total{method="a\\"} 1\\nforged 2 \\\\"} 1');
  });

  it('leave out a value that cannot be read', () => {
    const measures = createMeasures();
    measures.observed('gauge', SIGN_INS, () => {
      throw new Error('away');
    });
    expect(metricsText(measures)).toBe('');
  });
});

describe('measures', () => {
  it('stay bounded whatever their labels are: beyond 200 combinations the rest is one more', () => {
    const measures = createMeasures();
    const counter = measures.counter(SIGN_INS);
    for (let i = 0; i < 10_000; i += 1) counter.add({ method: `m${i}` });
    counter.add({ method: 'm7' });
    const samples = measures.metrics[0]?.read() ?? [];
    expect(samples).toHaveLength(201);
    expect(samples).toContainEqual({ labels: { method: 'm7' }, value: 2 });
    expect(samples).toContainEqual({ labels: { method: 'other' }, value: 9_800 });
  });

  it('count on when a listener throws (F38)', () => {
    const measures = createMeasures();
    const heard: number[] = [];
    measures.onRecord(() => {
      throw new Error('exporter');
    });
    const stop = measures.onRecord((_name, value) => heard.push(value));
    const duration = measures.histogram(DURATION);
    duration.record(1, {});
    stop();
    duration.record(2, {});
    expect(heard).toEqual([1]);
    expect(measures.metrics[0]?.read()).toEqual([expect.objectContaining({ sum: 3, count: 2 })]);
  });
});
