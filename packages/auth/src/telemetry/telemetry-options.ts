/**
 * The options of what is measured, and their schema.
 */

import { flag } from '../option-values.ts';

export interface TelemetryOptions {
  /**
   * Spans and metrics go to OpenTelemetry where the app has `@opentelemetry/api`; without it, or without an SDK that is
   * registered before, nothing happens. False: never. Default true.
   */
  readonly telemetry?: boolean | undefined;
  /**
   * Metrics as text for Prometheus, at `paths.metrics`, for who has the permission `metrics:read`; so has a role with
   * `*:read`. Default false: no such endpoint.
   */
  readonly metrics?: boolean | undefined;
}

export const telemetryShape = {
  telemetry: flag(true),
  metrics: flag(false),
};
