/**
 * An end to waiting for an answer.
 */

/** The answer, or an error when none came in time. */
export function withDeadline<T>(answer: Promise<T>, limitMs: number, onLate: () => void = () => undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => {
      reject(new Error(`No answer within ${limitMs} ms.`));
      onLate();
    };
    let looking: NodeJS.Immediate | undefined;
    // In a process that was busy the answer may be there, and only not read yet.
    const timer = setTimeout(() => {
      looking = setImmediate(late);
    }, limitMs);
    const stop = (): void => {
      clearTimeout(timer);
      clearImmediate(looking);
    };
    answer.then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}
