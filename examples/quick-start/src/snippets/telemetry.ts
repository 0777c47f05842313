/**
 * Spans of OpenTelemetry, and metrics for Prometheus.
 */

// What the docs show:

// #region sdk
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';

const spanProcessors = [new BatchSpanProcessor(new ConsoleSpanExporter())];
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));

// #endregion sdk

// #region metrics
import { createAuth } from '@doorward/express';

const auth = await createAuth({ accounts: true, metrics: true });
// #endregion metrics

await auth.close();
