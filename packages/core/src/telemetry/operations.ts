/**
 * What takes time, with its duration, its outcome and, where somebody traces, a span around it. Only for what is slow:
 * a request that is answered from memory is counted, and no more.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/api/#span
 */

import { isAuthError } from '../auth-error.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { Histogram, Labels } from './measures.ts';

/** Where spans go. What it throws is passed over. */
export interface Tracer {
  /** Begins a span below the one that is active. */
  start(name: string, attributes: Labels): OpenSpan;
}

export interface OpenSpan {
  /** Runs the work with this span active. */
  run(work: () => void): void;
  /** `errorType`: it failed. */
  end(attributes: Labels, errorType: string | null): void;
}

export interface Operation<T> {
  /** Of the span, from a small set: `doorward.sign_in`. */
  readonly name: string;
  /** Of span and duration: never who, from where, or a secret. */
  readonly attributes: Labels;
  /** In seconds. Default: the duration is not counted. */
  readonly duration?: Histogram;
  /** What came out, a word from a small set. Default: only that it failed is told. */
  readonly outcomeOf?: (value: T) => string;
  /** True for what is thrown as an answer, such as "taken": it is no failure. Default false. */
  readonly isAnswer?: (error: unknown) => boolean;
}

export interface Operations {
  /** Runs the work and answers, or throws, what it does; whatever becomes of its measure. */
  run<T>(operation: Operation<T>, work: () => MaybePromise<T>): MaybePromise<T>;
  /** From now on spans go there. */
  traceWith(tracer: Tracer): void;
}

export function createOperations(): Operations {
  let tracer: Tracer | null = null;

  return {
    traceWith(given) {
      tracer = given;
    },
    run(operation, work) {
      const span = begin(tracer, operation);
      const startedAt = performance.now();
      const succeeded = <T>(value: T, { outcomeOf }: Pick<Operation<T>, 'outcomeOf'>): T => {
        finish(operation, span, startedAt, () => (outcomeOf === undefined ? {} : { [OUTCOME]: outcomeOf(value) }));
        return value;
      };
      const failed = (error: unknown): never => {
        const isAnswer = operation.isAnswer?.(error) === true;
        finish(operation, span, startedAt, () => (isAnswer ? {} : { [ERROR]: errorTypeOf(error) }));
        throw error;
      };
      try {
        const result = span === null ? work() : within(span, work);
        return result instanceof Promise
          ? result.then((value) => succeeded(value, operation), failed)
          : succeeded(result, operation);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

const OUTCOME = 'doorward.outcome';
/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ */
const ERROR = 'error.type';

function begin<T>(tracer: Tracer | null, { name, attributes }: Operation<T>): OpenSpan | null {
  try {
    return tracer?.start(name, attributes) ?? null;
  } catch {
    return null;
  }
}

/** Whoever traces may fail before or after the work; it is done once. */
function within<T>(span: OpenSpan, work: () => T): T {
  let done: { readonly value: T } | { readonly error: unknown } | undefined;
  try {
    span.run(() => {
      try {
        done = { value: work() };
      } catch (error) {
        done = { error };
      }
    });
  } catch {
    // As if nobody traced.
  }
  if (done === undefined) return work();
  if ('error' in done) throw done.error;
  return done.value;
}

function finish<T>(
  { attributes, duration }: Operation<T>,
  span: OpenSpan | null,
  startedAt: number,
  more: () => Labels,
): void {
  try {
    const added = more();
    duration?.record((performance.now() - startedAt) / 1000, { ...attributes, ...added });
    span?.end(added, added[ERROR] ?? null);
  } catch {
    // The work is done, and its answer counts.
  }
}

/** A code or a class: the message may say who it was about. */
function errorTypeOf(error: unknown): string {
  if (isAuthError(error)) return error.code;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return code;
  return error instanceof Error ? error.constructor.name : '_OTHER';
}
