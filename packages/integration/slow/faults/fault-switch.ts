/**
 * Makes one internal call fail, and tells how often it did (F38).
 */

/** How every injected error begins; no client may read it. */
export const FAULT_CANARY = 'fault-canary connect ECONNREFUSED 10.1.2.3:5432';

/** `late`: it rejects when its own time is over, as a driver does with a server that never answers. */
export type Way = 'throws' | 'rejects' | 'late';

export interface Fault {
  /** What fails: a store, the hasher, the clock. */
  readonly part: string;
  readonly method: string;
  readonly way: Way;
}

export interface FaultSwitch {
  /** The same object, of which the methods fail that the faults name. */
  wrap<T extends object>(part: string, target: T): T;
  /** Runs `work` while these are on; answers how often the first one struck. */
  during(faults: readonly Fault[], work: () => Promise<void>): Promise<number>;
}

const LATE_MS = 20;

export function createFaultSwitch(): FaultSwitch {
  let active: readonly Fault[] = [];
  let strikes = 0;

  function strike(fault: Fault): unknown {
    if (fault === active[0]) strikes += 1;
    const error = new Error(`${FAULT_CANARY} ${fault.part}.${fault.method} ${fault.way}`);
    if (fault.way === 'throws') throw error;
    if (fault.way === 'rejects') return Promise.reject(error);
    return new Promise((_resolve, reject) => setTimeout(() => reject(error), LATE_MS));
  }

  return {
    wrap: (part, target) =>
      new Proxy(target, {
        get(object, name, receiver) {
          const method: unknown = Reflect.get(object, name, receiver);
          if (typeof method !== 'function') return method;
          return (...given: unknown[]) => {
            const fault = active.find((each) => each.part === part && each.method === name);
            return fault === undefined ? Reflect.apply(method, object, given) : strike(fault);
          };
        },
      }),
    async during(faults, work) {
      strikes = 0;
      active = faults;
      try {
        await work();
      } finally {
        active = [];
      }
      return strikes;
    },
  };
}
