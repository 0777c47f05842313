import { describe, expect, it } from '@jest/globals';
import { createErrorLog } from '../src/error-log.ts';

function given() {
  const lines: string[] = [];
  const clock = { time: 1_000_000 };
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
  return { lines, clock, tell: createErrorLog(log, () => clock.time) };
}

describe('an error on our side', () => {
  it('is logged once a minute, not for every request (F1 g)', () => {
    const { lines, clock, tell } = given();
    for (let i = 0; i < 1000; i += 1) tell(new Error('connect ECONNREFUSED'));
    expect(lines).toEqual(['Doorward: Error: connect ECONNREFUSED']);
    clock.time += 59_999;
    tell(new Error('connect ECONNREFUSED'));
    expect(lines).toHaveLength(1);
    clock.time += 1;
    tell(new Error('connect ECONNREFUSED'));
    expect(lines).toHaveLength(2);
  });

  it.each([
    [
      'throws',
      (): void => {
        throw new Error('disk full');
      },
    ],
    ['rejects', (): Promise<void> => Promise.reject(new Error('disk full'))],
  ])('is lost where the log %s, and harms nobody (F38 b)', async (_how, warn) => {
    const tell = createErrorLog({ info: () => undefined, warn }, () => 0);
    expect(() => tell(new Error('connect ECONNREFUSED'))).not.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('is one short line, whatever a client brought into its message (S17, V57, corpus 4.15)', () => {
    const { lines, tell } = given();
    for (const text of [
      'a\r\nDoorward: authentication is off',
      'a\u001b[2Jb',
      'a\u0000b',
      'a\u2028b\u2029c\u0085d',
      'x'.repeat(1_000_000),
    ]) {
      tell(new Error(text));
      tell(text);
    }
    for (const line of lines) {
      expect([line.slice(0, 60), line.length <= 1024]).toEqual([line.slice(0, 60), true]);
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
  });

  it('cannot be made to fill the log by another message each time (S17, F31)', () => {
    const { lines, tell } = given();
    for (let i = 0; i < 100_000; i += 1) tell(new Error(`no such record: ${i}`));
    expect(lines.length).toBeLessThanOrEqual(1000);
  });

  it('may be anything that was thrown', () => {
    const { lines, tell } = given();
    for (const thrown of [undefined, null, 5, {}, Symbol('x')]) tell(thrown);
    expect(lines).toHaveLength(5);
  });
});
