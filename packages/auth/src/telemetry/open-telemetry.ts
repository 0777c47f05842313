/**
 * What is measured of a Doorward, and where it goes: to OpenTelemetry, where the app has it.
 */

import { createRequire } from 'node:module';
import { createTelemetry, type Telemetry } from '@doorward/core';
import { loadOptional } from '../load-package.ts';
import { connectMetrics } from './otel-metrics.ts';
import { createOtelTracer, SCOPE } from './otel-tracer.ts';

export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  /** Offers all that is measured by now to OpenTelemetry. */
  start(): void;
  /** Offers it no more. */
  stop(): void;
}

export interface OpenTelemetryParts {
  /** False, or no SDK is registered: numbers are kept, and go nowhere. */
  readonly isOn: boolean;
  /** Hears why a package that is there cannot be used. */
  readonly onError: (error: unknown) => void;
  /** Loads the API. Default the app's `@opentelemetry/api`. */
  readonly load?: () => Promise<typeof import('@opentelemetry/api')>;
}

/** Never throws: what cannot be measured is no reason not to guard. */
export async function openTelemetry({ isOn, onError, load = loadApi }: OpenTelemetryParts): Promise<OpenTelemetry> {
  const telemetry = createTelemetry();
  const version = ownVersion();
  const build = { name: 'doorward.build_info', unit: '1', help: 'Always 1; the label says which version this is.' };
  telemetry.measures.observed('gauge', build, () => [{ labels: { 'doorward.version': version }, value: 1 }]);
  const api = isOn && hasSdk() ? await loadOptional(load).catch(reported(onError)) : null;
  if (api !== null) telemetry.traceWith(createOtelTracer(api, version));
  let stop = (): void => undefined;
  return {
    telemetry,
    start() {
      if (api === null) return;
      try {
        stop = connectMetrics(api.metrics.getMeter(SCOPE, version), telemetry.measures);
      } catch (error) {
        onError(error);
      }
    },
    stop: () => stop(),
  };
}

/**
 * Where an SDK registers itself, for every copy of the API in the process to see. Without one the API does nothing, so it
 * is not loaded.
 *
 * @see https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

const hasSdk = (): boolean => REGISTRY in globalThis;

const loadApi = () => import('@opentelemetry/api');

function reported(onError: (error: unknown) => void): (error: unknown) => null {
  return (error) => {
    onError(error);
    return null;
  };
}

/** Of this package; a bundle may have left the file behind. */
function ownVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
    return version;
  } catch {
    return 'unknown';
  }
}
