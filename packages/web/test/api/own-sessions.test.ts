import { describe, expect, it } from '@jest/globals';
import { givenApi, ORIGIN } from './given-api.ts';
import type { Person } from './people.ts';

type Listed = { readonly sessions: readonly { readonly id: string; readonly current: boolean }[] };

async function givenSessions(person: Person) {
  const given = await givenApi();
  const headers = { cookie: await given.signIn(person), origin: ORIGIN };
  const list = async () => ((await (await given.ask('GET', '/me/sessions', { headers })).json()) as Listed).sessions;
  return { ...given, headers, list };
}

describe('own sessions', () => {
  it('are listed with the client that signed in, and which of them asks (V29)', async () => {
    const { list, signIn } = await givenSessions('viewer');
    await signIn('viewer');
    await signIn('vera');
    const sessions = await list();
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(sessions[0]).toEqual({
      id: expect.any(String),
      createdAt: expect.stringMatching(/Z$/),
      lastSeenAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
      method: 'password',
      client: { address: '127.0.0.1', userAgent: 'Test/1' },
      current: expect.any(Boolean),
    });
  });

  it('end one by one', async () => {
    const { ask, headers, list, signIn } = await givenSessions('viewer');
    const other = await signIn('viewer');
    const id = (await list()).find(({ current }) => !current)?.id ?? '';
    expect((await ask('DELETE', `/me/sessions/${id}`, { headers })).status).toBe(204);
    expect((await ask('GET', '/me', { headers: { cookie: other } })).status).toBe(401);
    expect((await ask('DELETE', `/me/sessions/${id}`, { headers })).status).toBe(404);
  });

  it('end all but the one that asks', async () => {
    const { ask, headers, list, signIn } = await givenSessions('viewer');
    await signIn('viewer');
    await signIn('viewer');
    const response = await ask('DELETE', '/me/sessions', { headers });
    expect([response.status, await response.json()]).toEqual([200, { ended: 2 }]);
    expect(await list()).toEqual([expect.objectContaining({ current: true })]);
  });

  it("do not include somebody else's: the answer is that of an id that does not exist (L1, L11)", async () => {
    const { ask, headers, signIn, core } = await givenSessions('owner');
    const cookie = await signIn('vera');
    const id = ((await core.clientSessions.current(cookie)) as { info: { id: string } }).info.id;
    const theirs = await ask('DELETE', `/me/sessions/${id}`, { headers });
    const none = await ask('DELETE', '/me/sessions/AAAAAAAAAAAAAAAA', { headers });
    expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()]);
    expect((await ask('GET', '/me', { headers: { cookie } })).status).toBe(200);
  });
});
