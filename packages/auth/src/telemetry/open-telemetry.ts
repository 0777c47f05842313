/**
 * What is measured of a Doorward, and where it goes: to OpenTelemetry, where the app has it.
 */

import { createTelemetry, type Telemetry } from '@doorward/core';
import { loadOptional } from '../load-package.ts';
import { ownVersion } from '../own-version.ts';

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
  readonly load?: () => Promise<Api>;
}

/** Never throws: what cannot be measured is no reason not to guard. */
export async function openTelemetry({ isOn, onError, load = loadApi }: OpenTelemetryParts): Promise<OpenTelemetry> {
  const telemetry = createTelemetry();
  const version = ownVersion();
  const build = { name: 'doorward.build_info', unit: '1', help: 'Always 1; the label says which version this is.' };
  telemetry.measures.observed('gauge', build, () => [{ labels: { 'doorward.version': version }, value: 1 }]);
  const api = isOn && hasSdk() ? await loadOptional(load).catch(reported(onError)) : null;
  const connect = api === null ? null : await connectTo(api, telemetry, version);
  let stop = (): void => undefined;
  return {
    telemetry,
    start() {
      if (connect === null) return;
      try {
        stop = connect();
      } catch (error) {
        onError(error);
      }
    },
    stop: () => stop(),
  };
}

/** Spans go there from now on; answers how the numbers do, which answers how to stop. */
async function connectTo(api: Api, telemetry: Telemetry, version: string): Promise<() => () => void> {
  const { createOtelTracer, SCOPE } = await import('./otel-tracer.ts');
  const { connectMetrics } = await import('./otel-metrics.ts');
  telemetry.traceWith(createOtelTracer(api, version));
  return () => connectMetrics(api.metrics.getMeter(SCOPE, version), telemetry.measures);
}

type Api = typeof import('@opentelemetry/api');

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
