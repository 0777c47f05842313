import { FetchRequestView } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { type GivenApi, givenApi, ORIGIN } from './given-api.ts';

type Ticket = { readonly ticket: string; readonly expiresAt: string };

async function issued({ ask }: GivenApi, path: string): Promise<Ticket> {
  const response = await ask('POST', '/tickets', { as: 'vera', body: { path } });
  expect([path, response.status]).toEqual([path, 201]);
  return (await response.json()) as Ticket;
}

/** Whom a connection with the ticket acts as; `null` when it is refused. */
async function opens({ core }: GivenApi, path: string, ticket: string): Promise<string | null> {
  const request = new Request(`${ORIGIN}${path}?access_ticket=${ticket}`, { headers: { accept: 'text/event-stream' } });
  const decision = await core.begin(new FetchRequestView(request, '', '127.0.0.1'));
  return decision.kind === 'continue' ? (decision.principal?.name ?? null) : null;
}

describe('POST /tickets', () => {
  it('makes a ticket that lets one connection in, as who asked, within 30 seconds', async () => {
    const given = await givenApi();
    const { ticket, expiresAt } = await issued(given, '/live/events');
    expect(ticket).toMatch(/^connection\.[\w-]{43}$/);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 30_000)).toBeLessThan(5_000);
    expect(await opens(given, '/live/events', ticket)).toBe('vera');
    expect(await opens(given, '/live/events', ticket)).toBeNull();
  });

  it('makes it for one path, and a try at another uses it up', async () => {
    const given = await givenApi();
    const { ticket } = await issued(given, '/live/events?since=7');
    expect(await opens(given, '/live/other', ticket)).toBeNull();
    expect(await opens(given, '/live/events', ticket)).toBeNull();
    const second = await issued(given, '/live/events?since=7');
    expect(await opens(given, '/live/events', second.ticket)).toBe('vera');
  });

  it('makes none that outlives the session', async () => {
    const given = await givenApi();
    const { ticket } = await issued(given, '/live');
    await given.core.sessions.endAll(given.users.vera.id);
    expect(await opens(given, '/live', ticket)).toBeNull();
  });

  it.each(['live', '', '//evil.example/x', 'https://evil.example/', '/\\evil.example', '/a\r\nb'])(
    'takes a path of this site and nothing else: %j',
    async (path) => {
      const { ask } = await givenApi();
      const response = await ask('POST', '/tickets', { as: 'vera', body: { path } });
      expect([response.status, await response.json()]).toEqual([422, expect.objectContaining({ field: 'path' })]);
    },
  );

  it('takes a path below the prefix of the site, and no other', async () => {
    const given = await givenApi({ publicUrl: new URL(`${ORIGIN}/tools`) });
    for (const [path, status] of [
      ['/tools/live', 201],
      ['/tools', 201],
      ['/toolsx/live', 422],
      ['/live', 422],
    ] as const)
      expect([path, (await given.ask('POST', '/tickets', { as: 'vera', body: { path } })).status]).toEqual([
        path,
        status,
      ]);
  });

  it.each(['key', 'robot', 'token', 'stranger'] as const)(
    'makes none without a session: for the %s (L14)',
    async (as) => {
      const { ask } = await givenApi();
      const response = await ask('POST', '/tickets', { as, body: { path: '/live' } });
      expect([response.status, await response.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'web/session-required' }),
      ]);
    },
  );
});
