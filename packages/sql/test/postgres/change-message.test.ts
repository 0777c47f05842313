import { describe, expect, it } from '@jest/globals';
import type { NotedChange } from '../../src/change-feed.ts';
import { payloadsOf, readChangeMessage } from '../../src/postgres/change-message.ts';

const changes = (count: number, key: string): NotedChange[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'session', key: `${i}-${key}` }));

describe('the messages about one change', () => {
  it('are answered with the last of them, when all has been heard', () => {
    const payloads = payloadsOf('me', changes(500, 'x'.repeat(50)), '7');
    const messages = payloads.map(readChangeMessage);
    expect(payloads.every((payload) => Buffer.byteLength(payload) < 8000)).toBe(true);
    expect(messages.slice(0, -1).map((message) => message?.id)).toEqual(messages.slice(0, -1).map(() => undefined));
    expect(messages.at(-1)?.id).toBe('7');
    expect(messages.reduce((sum, message) => sum + (message?.changes.length ?? 0), 0)).toBe(500);
  });

  it('say that anything may have changed where one name is too long, and are answered too', () => {
    expect(payloadsOf('me', changes(1, 'x'.repeat(9000)), '7').map(readChangeMessage)).toEqual([
      { by: 'me', id: '7', changes: 'all' },
    ]);
  });

  it.each(['', 'junk', 'null', '[]', '{}', '{"by":1,"changes":"all"}', '{"by":"x","changes":[["user"]]}'])(
    'are not read where no instance wrote them: %s',
    (payload) => expect(readChangeMessage(payload)).toBeNull(),
  );
});
