/**
 * A constant load of requests, and what was answered to them.
 */

import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Load {
  /** How often each answer came, by what was asked: `/dashboard/ 200`, `/ ECONNRESET`. */
  readonly answers: ReadonlyMap<string, number>;
  /** Milliseconds that the slowest answer took. */
  slowestMs(): number;
  /** Whether an answer set a cookie. */
  hasSetCookie(): boolean;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly port: number;
  /** Asked in turn: a path, and who asks; without `cookie` a stranger. */
  readonly requests: readonly { readonly path: string; readonly cookie?: string }[];
  readonly perSecond: number;
}

export function startLoad({ port, requests, perSecond }: LoadOptions): Load {
  const answers = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let slowest = 0;
  let cookies = 0;
  let isOver = false;

  async function ask(path: string, cookie: string | undefined): Promise<void> {
    const began = performance.now();
    const { status, setCookie } = await answerOf(port, path, cookie);
    const key = `${path} ${status}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
    slowest = Math.max(slowest, performance.now() - began);
    if (setCookie) cookies += 1;
  }

  async function run(): Promise<void> {
    const began = performance.now();
    for (let sent = 0; !isOver; sent += 1) {
      const next = requests[sent % requests.length];
      if (next === undefined) return;
      const asked = ask(next.path, next.cookie).finally(() => underWay.delete(asked));
      underWay.add(asked);
      const due = began + ((sent + 1) * 1000) / perSecond;
      await delay(Math.max(due - performance.now(), 0));
    }
  }

  const running = run();
  return {
    answers,
    slowestMs: () => slowest,
    hasSetCookie: () => cookies > 0,
    async stop() {
      isOver = true;
      await running;
      await Promise.all(underWay);
    },
  };
}

interface Answer {
  /** The status, or the code of the error that came in its place. */
  readonly status: number | string;
  readonly setCookie: boolean;
}

function answerOf(port: number, path: string, cookie: string | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      resolve({ status: error.code ?? error.message, setCookie: false });
    const headers = { accept: 'application/json', ...(cookie === undefined ? {} : { cookie }) };
    const sent = request({ port, path, host: '127.0.0.1', agent: false, headers }, (answer) => {
      const { statusCode: status = 0, headers: received } = answer;
      answer.on('error', failed).resume();
      answer.on('end', () => resolve({ status, setCookie: received['set-cookie'] !== undefined }));
    });
    sent.on('error', failed).end();
  });
}

/** Answers other than 200, and how many there were of each. */
export function failuresOf({ answers }: Load): Readonly<Record<string, number>> {
  return Object.fromEntries([...answers].filter(([what]) => !what.endsWith(' 200')));
}

export function answeredBy({ answers }: Load): number {
  return [...answers.values()].reduce((all, count) => all + count, 0);
}
