/**
 * What OpenTelemetry gets, with its own SDK and exporters that keep everything in memory.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryDurableStore, createMemoryStore, type PasswordDirectory } from '@doorward/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createAuth, type Doorward, type DoorwardOptions } from '../../src/index.ts';
import { openTelemetry } from '../../src/telemetry/open-telemetry.ts';

const PASSWORD = 'plum canary wanders 42';
const spans = new InMemorySpanExporter();
const numbers = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: numbers, exportIntervalMillis: 2_000_000_000 });

beforeAll(() => {
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
  api.metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});
afterAll(async () => {
  await reader.shutdown();
  api.trace.disable();
  api.metrics.disable();
  api.context.disable();
});

const failing: PasswordDirectory = {
  id: 'corp',
  authenticate({ name }) {
    if (name === 'canary-away') throw Object.assign(new Error(`no answer for ${name}`), { code: 'ECONNREFUSED' });
    return null;
  },
};

let auth: Doorward;
const errors: unknown[] = [];

async function start(options: DoorwardOptions = {}): Promise<void> {
  auth = await createAuth(
    {
      secret: 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E',
      accounts: { owner: { username: 'olga-canary', email: 'canary@example.com', password: PASSWORD } },
      durableStore: createMemoryDurableStore(),
      store: createMemoryStore(),
      directories: [failing],
      tokens: true,
      log: { info: () => undefined, warn: (line) => errors.push(line) },
      ...options,
    },
    {},
  );
}

/** Signs in below a span of the app's own; answers that span. */
async function signIn(name: string, password: string, address = '192.0.2.77'): Promise<api.Span> {
  return api.trace.getTracer('the app').startActiveSpan('request', async (span) => {
    const server = createServer((message, response) => {
      void api.context.with(api.trace.setSpan(api.ROOT_CONTEXT, span), async () => {
        const outcome = await auth.signInForTokens(message, { name, password }).catch((error: unknown) => error);
        response.end(JSON.stringify(outcome));
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await (await fetch(`http://127.0.0.1:${port}/?x=canary-query`, { headers: { 'x-forwarded-for': address } })).text();
    server.close();
    span.end();
    return span;
  });
}

const named = (name: string): readonly ReadableSpan[] => spans.getFinishedSpans().filter((span) => span.name === name);

const parentsOf = (span: ReadableSpan | undefined): readonly string[] => {
  if (span === undefined) return [];
  const parent = spans.getFinishedSpans().find((each) => each.spanContext().spanId === span.parentSpanContext?.spanId);
  return [span.name, ...parentsOf(parent)];
};

describe('with an SDK registered', () => {
  beforeEach(async () => {
    spans.reset();
    numbers.reset();
    errors.length = 0;
    await start();
  });
  afterEach(() => auth.close());

  it('a sign-in is a span below the span of the app, and what it waits for are spans below it', async () => {
    await signIn('olga-canary', PASSWORD);
    const [made] = named('doorward.sign_in');
    expect(parentsOf(made)).toEqual(['doorward.sign_in', 'request']);
    expect(made?.attributes).toEqual({ 'doorward.sign_in.way': 'token', 'doorward.outcome': 'signed-in' });
    expect(made?.status.code).toBe(api.SpanStatusCode.UNSET);
    for (const name of ['doorward.password.verify', 'doorward.store.userBy', 'doorward.store.create']) {
      expect(parentsOf(named(name).at(-1))).toEqual([name, 'doorward.sign_in', 'request']);
    }
  });

  it('what a driver does is below the span of the call', async () => {
    const tracer = api.trace.getTracer('driver');
    const memory = createMemoryStore();
    await auth.close();
    await start({
      store: {
        ...memory,
        create: async (...given) =>
          tracer.startActiveSpan('SET', async (span) => {
            await memory.create(...given);
            span.end();
          }),
      },
    });
    await signIn('olga-canary', PASSWORD);
    expect(parentsOf(named('SET')[0])).toEqual(['SET', 'doorward.store.create', 'doorward.sign_in', 'request']);
  });

  it('a source that fails has a span with an error and its type, and no message', async () => {
    await signIn('canary-away', 'canary-wrong');
    const [call] = named('doorward.directory.authenticate');
    expect(call?.status).toEqual({ code: api.SpanStatusCode.ERROR });
    expect(call?.attributes).toEqual({
      'doorward.source.kind': 'directory',
      'doorward.source.id': 'corp',
      'doorward.source.operation': 'authenticate',
      'error.type': 'ECONNREFUSED',
    });
    expect(call?.events).toEqual([]);
  });

  it('nothing exported holds a name, an address, a password, a token or a query', async () => {
    await signIn('olga-canary', PASSWORD);
    await signIn('olga-canary', 'canary-wrong');
    await signIn('canary-away', 'canary-wrong');
    await auth.shutdown({ graceSeconds: 1 });
    await reader.forceFlush();
    const exported = JSON.stringify([
      spans
        .getFinishedSpans()
        .map(({ name, attributes, events, status, links }) => [name, attributes, events, status, links]),
      numbers.getMetrics(),
    ]);
    expect(exported).toContain('doorward.sign_in');
    expect(named('doorward.shutdown')).toHaveLength(1);
    for (const secret of ['canary', '192.0.2.77', '127.0.0.1', 'example.com', PASSWORD, 'olga']) {
      expect([secret, exported.includes(secret)]).toEqual([secret, false]);
    }
  });

  it('numbers go to the meters: counters, gauges and histograms', async () => {
    await signIn('olga-canary', PASSWORD);
    await reader.forceFlush();
    const metrics = numbers.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const pointsOf = (name: string) => metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
    expect(pointsOf('doorward.sign_ins')).toEqual([
      expect.objectContaining({
        attributes: { 'doorward.method': 'password', 'doorward.outcome': 'success' },
        value: 1,
      }),
    ]);
    expect(pointsOf('doorward.build_info')).toHaveLength(1);
    expect(pointsOf('doorward.password.busy')).toEqual([expect.objectContaining({ value: 0 })]);
    expect(pointsOf('doorward.password.duration')).toEqual([
      expect.objectContaining({
        attributes: { 'doorward.password.operation': 'verify', 'doorward.outcome': 'success' },
        value: expect.objectContaining({ count: expect.any(Number) }),
      }),
    ]);
  });

  it('telemetry: false exports nothing', async () => {
    await auth.close();
    await start({ telemetry: false });
    spans.reset();
    await signIn('olga-canary', PASSWORD);
    expect(spans.getFinishedSpans().map(({ name }) => name)).toEqual(['request']);
  });
});

describe('the API', () => {
  it('is not loaded before an SDK is registered, whatever the app has installed', async () => {
    const registry = Symbol.for('opentelemetry.js.api.1');
    const registered: unknown = Reflect.get(globalThis, registry);
    expect(registered).toBeDefined();
    Reflect.deleteProperty(globalThis, registry);
    try {
      const load = () => Promise.reject(new Error('was loaded'));
      const heard: unknown[] = [];
      (await openTelemetry({ isOn: true, onError: (error) => heard.push(error), load })).start();
      expect(heard).toEqual([]);
    } finally {
      Reflect.set(globalThis, registry, registered);
    }
  });

  const away = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }));

  it('that is not there is no error: all works, and numbers are kept', async () => {
    const heard: unknown[] = [];
    const opened = await openTelemetry({ isOn: true, onError: (error) => heard.push(error), load: away });
    opened.start();
    expect(opened.telemetry.run({ name: 'doorward.test', attributes: {} }, () => 7)).toBe(7);
    opened.stop();
    expect(heard).toEqual([]);
    expect(opened.telemetry.measures.metrics.map(({ name }) => name)).toContain('doorward.build_info');
  });

  it('that cannot be loaded is told of, and stops nothing (F38)', async () => {
    const heard: unknown[] = [];
    const broken = new SyntaxError('broken');
    const opened = await openTelemetry({
      isOn: true,
      onError: (error) => heard.push(error),
      load: () => Promise.reject(broken),
    });
    opened.start();
    expect(opened.telemetry.run({ name: 'doorward.test', attributes: {} }, () => 7)).toBe(7);
    expect(heard).toEqual([broken]);
  });

  it('whose meters and tracers throw stops nothing (F38)', async () => {
    const heard: unknown[] = [];
    const thrower = (): never => {
      throw new Error('exporter');
    };
    const load = async () => ({
      ...api,
      trace: Object.assign(Object.create(api.trace), { getTracer: () => ({ startSpan: thrower }) }),
      metrics: Object.assign(Object.create(api.metrics), { getMeter: thrower }),
    });
    const opened = await openTelemetry({ isOn: true, onError: (error) => heard.push(error), load });
    opened.start();
    expect(opened.telemetry.run({ name: 'doorward.test', attributes: {} }, () => 7)).toBe(7);
    opened.stop();
    expect(heard).toHaveLength(1);
  });
});
