import { FetchRequestView } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createAuth } from '../src/create-auth.ts';

const TOKEN = 'sup3rs3cr3t-token';
const DAYS = 24 * 60 * 60 * 1000;

async function given() {
  const clock = { time: Date.now() };
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  const auth = await createAuth({ token: TOKEN, now: () => clock.time, log }, {});
  const begin = (headers: Readonly<Record<string, string>>) =>
    auth.begin(new FetchRequestView(new Request('http://localhost/reports', { headers }), '', '127.0.0.1'));
  const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const entered = await begin({ ...page, authorization: `Bearer ${TOKEN}` });
  const [line = ''] = entered.kind === 'continue' ? entered.cookies : [];
  const cookie = line.split(';', 1)[0] ?? '';
  return { auth, clock, warnings, ask: async () => outcomeOf(await begin({ cookie })) };
}

const outcomeOf = (decision: { readonly kind: string; readonly status?: number }): string | number =>
  decision.status ?? decision.kind;

describe('a clock that shows no time', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined as unknown as number, new Date() as unknown as number])(
    'but %p keeps no session alive that is over, and ends none that is not (F38)',
    async (odd) => {
      const { auth, clock, warnings, ask } = await given();
      const began = clock.time;
      clock.time = odd;
      expect(await ask()).toBe(503);
      clock.time = began;
      expect(await ask()).toBe('continue');
      clock.time = odd;
      expect(await ask()).toBe(503);
      clock.time = began + 4 * DAYS;
      expect(await ask()).toBe(401);
      expect(warnings).toEqual([expect.stringMatching(/auth\/clock-unusable/)]);
      await auth.close();
    },
  );
});
