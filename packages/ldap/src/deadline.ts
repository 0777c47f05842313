/**
 * The time that one sign-in has, shared by all that is asked for it.
 */

export interface Deadline {
  /** Milliseconds, never negative. */
  left(): number;
  /** One that ends earlier: after this share of what is left. */
  share(part: number): Deadline;
}

export function createDeadline(milliseconds: number): Deadline {
  // The monotonic clock: a system's clock may be set.
  const end = performance.now() + milliseconds;
  const left = (): number => Math.max(0, end - performance.now());
  return { left, share: (part) => createDeadline(left() * part) };
}

/** Waits no longer than the deadline; then `onEnd` is called, and what it answers is thrown. */
export async function within<T>(deadline: Deadline, work: Promise<T>, onEnd: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onEnd()), deadline.left());
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
  }
}
