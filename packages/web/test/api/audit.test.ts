import type { AuthEvent } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { givenApi } from './given-api.ts';

interface Page {
  readonly events: readonly (AuthEvent & { readonly number: number })[];
  readonly next: number | null;
}

const eventAt = (minute: number, facts: Partial<AuthEvent> = {}): AuthEvent => ({
  type: 'login',
  time: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  subject: null,
  name: null,
  target: null,
  targetName: null,
  method: null,
  clientAddress: '127.0.0.1',
  reason: null,
  detail: null,
  ...facts,
});

async function givenEvents(count: number) {
  const given = await givenApi();
  await given.store.addEvents(
    Array.from({ length: count }, (_none, minute) =>
      eventAt(minute, { type: minute % 2 === 0 ? 'login' : 'logout', subject: minute % 3 === 0 ? 'ada' : 'bob' }),
    ),
  );
  const numbers = async (query: string) => {
    const page = (await given.read(`/audit?${query}`, 'owner')) as Page;
    return page.events.map(({ number }) => number);
  };
  return { ...given, numbers };
}

describe('GET /audit', () => {
  it('answers by pages, newest first, until there are no more (V56)', async () => {
    const { read } = await givenEvents(5);
    const first = (await read('/audit?limit=2', 'owner')) as Page;
    const second = (await read(`/audit?limit=2&before=${first.next}`, 'owner')) as Page;
    const last = (await read(`/audit?limit=2&before=${second.next}`, 'owner')) as Page;
    const pages = [first, second, last].map(({ events, next }) => [events.map(({ number }) => number), next]);
    expect(pages).toEqual([
      [[5, 4], 4],
      [[3, 2], 2],
      [[1], null],
    ]);
    expect(((await read('/audit?limit=5', 'owner')) as Page).next).toBeNull();
    expect(first.events[0]).toEqual({ number: 5, ...eventAt(4, { subject: 'bob' }) });
  });

  it.each([
    ['types=logout', [4, 2]],
    ['types=logout,login', [5, 4, 3, 2, 1]],
    ['types=throttled', []],
    ['subject=ada', [4, 1]],
    ['from=2026-01-01T00:03:00Z', [5, 4]],
    ['from=2026-01-01T01:03:00%2B01:00', [5, 4]],
    ['until=2026-01-01T00:03:00Z', [3, 2, 1]],
    ['from=2026-01-01T00:01:00Z&until=2026-01-01T00:04:00Z&types=login&subject=bob', [3]],
  ])('finds by %s', async (query, numbers) => {
    expect(await (await givenEvents(5)).numbers(query)).toEqual(numbers);
  });

  it.each([
    ['types=gone', 'types.0'],
    ['types=login&types=logout', 'types'],
    ['from=yesterday', 'from'],
    ['from=2026-02-30T00:00:00Z', 'from'],
    ['until=1767225600000', 'until'],
    ['before=0', 'before'],
    ['before=99999999999999999', 'before'],
    ['limit=201', 'limit'],
    ['subject=%00', 'subject'],
  ])('refuses %s and names it (4.13)', async (query, field) => {
    const { ask } = await givenApi();
    const response = await ask('GET', `/audit?${query}`, { as: 'owner' });
    expect([response.status, await response.json()]).toEqual([422, expect.objectContaining({ field })]);
  });

  it('has heard of what the endpoints did, by whom and to whom (V56)', async () => {
    const { ask, users, read } = await givenApi();
    await ask('PATCH', `/users/${users.vera.id}`, { as: 'owner', body: { roles: ['editor'] } });
    const { events } = (await read('/audit?types=roles-changed', 'owner')) as Page;
    expect(events).toEqual([
      expect.objectContaining({
        subject: users.owner.id,
        target: users.vera.id,
        detail: 'viewer -> editor',
        clientAddress: '127.0.0.1',
      }),
    ]);
  });
});

describe('GET /audit.ndjson', () => {
  it('streams every event as a line, newest first, whatever their number', async () => {
    const { ask } = await givenEvents(1200);
    const response = await ask('GET', '/audit.ndjson', { as: 'owner' });
    const lines = (await response.text()).trimEnd().split('\n');
    expect([response.status, response.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="audit.ndjson"',
    ]);
    expect(lines.map((line) => (JSON.parse(line) as AuthEvent).time)).toEqual(
      Array.from({ length: 1200 }, (_none, index) => eventAt(1199 - index).time),
    );
  });

  it('takes the same filters, and may be empty', async () => {
    const { ask } = await givenEvents(5);
    const lines = async (query: string) => (await ask('GET', `/audit.ndjson?${query}`, { as: 'owner' })).text();
    expect((await lines('types=logout&subject=ada')).split('\n').length).toBe(2);
    expect(await lines('types=throttled')).toBe('');
  });

  it('refuses by a status, before the first byte (L12)', async () => {
    const { ask } = await givenEvents(5);
    const response = await ask('GET', '/audit.ndjson', { as: 'admin' });
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  });

  it('reads on as the client does, breaks off when the store is lost, and reports it', async () => {
    const { ask, loseUsers, errors } = await givenEvents(3000);
    const response = await ask('GET', '/audit.ndjson', { as: 'owner' });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeLessThan(20_000);
    loseUsers();
    const rest = async () => {
      while ((await reader?.read())?.done === false);
    };
    await expect(rest()).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });

  it('lets go when the client does', async () => {
    const { ask, errors } = await givenEvents(3000);
    const response = await ask('GET', '/audit.ndjson', { as: 'owner' });
    await response.body?.cancel();
    expect((await ask('HEAD', '/audit.ndjson', { as: 'owner' })).status).toBe(200);
    expect(errors).toEqual([]);
  });
});
