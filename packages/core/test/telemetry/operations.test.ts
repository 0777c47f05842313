import { describe, expect, it } from '@jest/globals';
import { AuthError } from '../../src/auth-error.ts';
import type { Labels } from '../../src/telemetry/measures.ts';
import type { Tracer } from '../../src/telemetry/operations.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';

const OPERATION = { name: 'doorward.test', attributes: { kind: 'a' } };
const broken = (): never => {
  throw new Error('the exporter is broken');
};

const BROKEN: readonly (readonly [where: string, tracer: Tracer])[] = [
  ['when a span starts', { start: broken }],
  ['before the work', { start: () => ({ run: broken, end: () => undefined }) }],
  [
    'after the work',
    {
      start: () => ({
        run(work) {
          work();
          broken();
        },
        end: () => undefined,
      }),
    },
  ],
  ['when a span ends', { start: () => ({ run: (work) => work(), end: broken }) }],
];

describe.each(BROKEN)('a tracer that throws %s (F38)', (_where, tracer) => {
  it('changes nothing of the answer, and the work is done once', async () => {
    const telemetry = createTelemetry();
    telemetry.traceWith(tracer);
    let done = 0;
    const work = <T>(value: T) => {
      done += 1;
      return value;
    };
    expect(telemetry.run(OPERATION, () => work(7))).toBe(7);
    await expect(telemetry.run(OPERATION, () => work(Promise.resolve(8)))).resolves.toBe(8);
    expect(done).toBe(2);
    const failure = new Error('the work failed');
    const fail = (): never => {
      throw failure;
    };
    expect(() => telemetry.run(OPERATION, fail)).toThrow(failure);
    await expect(telemetry.run(OPERATION, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});

describe('an operation', () => {
  function traced() {
    const ends: (readonly [Labels, string | null])[] = [];
    const telemetry = createTelemetry();
    telemetry.traceWith({
      start: () => ({ run: (work) => work(), end: (more, errorType) => ends.push([more, errorType]) }),
    });
    return { telemetry, ends };
  }

  it('tells an error by its code or class, never by its message', () => {
    const { telemetry, ends } = traced();
    const secret = 'olga at 192.0.2.7';
    const errors = [
      new AuthError('accounts/busy', secret),
      Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
      Object.assign(new Error(secret), { code: secret }),
      new TypeError(secret),
      secret,
    ];
    for (const error of errors) {
      try {
        void telemetry.run(OPERATION, () => {
          throw error;
        });
      } catch {
        // As it should.
      }
    }
    expect(ends.map(([, type]) => type)).toEqual(['accounts/busy', 'ECONNREFUSED', 'Error', 'TypeError', '_OTHER']);
    expect(JSON.stringify(ends)).not.toContain('olga');
  });

  it('that throws as an answer has not failed', () => {
    const { telemetry, ends } = traced();
    const isAnswer = (): boolean => true;
    const run = (): unknown => telemetry.run({ ...OPERATION, isAnswer }, () => Promise.reject(new Error('taken')));
    return expect(run())
      .rejects.toThrow('taken')
      .then(() => expect(ends).toEqual([[{}, null]]));
  });
});
