/**
 * Spans in OpenTelemetry: each a child of the app's active span, and active while its work runs, so that what a driver
 * or `fetch` records nests.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/api/
 */

import type { Tracer } from '@doorward/core';

type Api = Pick<typeof import('@opentelemetry/api'), 'context' | 'SpanStatusCode' | 'trace'>;

/** The name of the instrumentation scope. */
export const SCOPE = '@doorward/auth';

export function createOtelTracer({ context, SpanStatusCode, trace }: Api, version: string): Tracer {
  const tracer = trace.getTracer(SCOPE, version);
  return {
    start(name, attributes) {
      const parent = context.active();
      const span = tracer.startSpan(name, { attributes }, parent);
      const active = trace.setSpan(parent, span);
      return {
        run: (work) => context.with(active, work),
        end(more, errorType) {
          span.setAttributes(more);
          // Without a message, which may say who it was about.
          if (errorType !== null) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
  };
}
