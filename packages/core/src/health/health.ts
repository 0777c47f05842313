/**
 * Whether this server can do its work, for whoever sends it requests: a load balancer, an orchestrator.
 *
 * @see Kubernetes: liveness and readiness probes
 */

import type { MaybePromise } from '../maybe-promise.ts';

/** Throws or rejects when something that a sign-in needs cannot be reached. */
export type HealthCheck = () => MaybePromise<unknown>;

export interface Health {
  /** True while requests can be answered; asks the stores, at most once a second. Never throws. */
  isReady(): Promise<boolean>;
  /** From now on it is not ready: it is about to stop. */
  drain(): void;
}

/** Probes wait a second by default. */
const PATIENCE_MS = 800;
/** Strangers may ask as often as they like. */
const FRESH_MS = 1_000;

/** `monotonic` is in milliseconds, from any point in time. */
export function createHealth(
  checks: readonly HealthCheck[],
  monotonic: () => number = () => performance.now(),
): Health {
  let isDraining = false;
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;

  async function ask(): Promise<boolean> {
    const all = Promise.all(checks.map(async (check) => check())).then(
      () => true,
      () => false,
    );
    return Promise.race([all, lateNo()]);
  }

  return {
    async isReady() {
      if (asked === undefined || monotonic() - asked.at >= FRESH_MS) asked = { at: monotonic(), answer: ask() };
      return (await asked.answer) && !isDraining;
    },
    drain() {
      isDraining = true;
    },
  };
}

function lateNo(): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), PATIENCE_MS).unref();
  });
}
