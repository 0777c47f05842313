/**
 * Waiting for changes that another process made.
 */

/** How long a change by another process may take to be heard of. */
export const HEARD_MS = 250;

/** A machine that runs other tests meanwhile lets a timer wait: so much later it has to be heard of in any case. */
const PATIENCE_MS = 3_000;

export const elapse = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until it holds, as long as a busy machine may take; answers whether it does. */
export async function holdsSoon(holds: () => boolean): Promise<boolean> {
  const until = performance.now() + PATIENCE_MS;
  while (!holds() && performance.now() < until) await elapse(10);
  return holds();
}

/** Waits until so many changes were heard of, and for those that nobody should hear of. */
export async function hear(heard: readonly unknown[], count: number): Promise<void> {
  await holdsSoon(() => heard.length >= count);
  await elapse(HEARD_MS);
}
