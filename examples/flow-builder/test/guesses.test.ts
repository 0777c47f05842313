/**
 * Guessing at names and passwords.
 *
 * @see acceptance.md, statement A77
 */

import type { Answer } from '@doorward/test-process';
import { beforeAll, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';

describeOnEach('guesses', ({ start }) => {
  let server: FlowBuilder;
  let superuser: Visitor;

  async function make(username: string, rights: Record<string, boolean>): Promise<void> {
    const { json } = await superuser.api('POST', '/users/', { username, password: PHRASE, is_active: true });
    if (Object.keys(rights).length > 0) await superuser.api('PATCH', `/users/${json.id}`, rights);
  }

  beforeAll(async () => {
    server = await start();
    superuser = await signedIn(server, SUPERUSER, PASSWORD);
    await make('active', {});
    await make('disabled', { is_active: false });
    await new Visitor(server).api('POST', '/users/', { username: 'pending', password: PHRASE });
  });

  it('get one answer for unknown, wrong, inactive and waiting (A77)', async () => {
    const names = ['nobody', 'active', 'disabled', 'pending', SUPERUSER];
    const api = await Promise.all(names.map((name) => new Visitor(server).login(name, 'not the password')));
    const pages = await Promise.all(
      names.map((username) => new Visitor(server).submit('/login', { username, password: 'not the password' })),
    );
    api.push(await new Visitor(server).login('disabled', PHRASE));
    for (const answer of api) {
      expect(answer.json).toEqual({ detail: 'Incorrect username or password' });
      expect(said(answer)).toEqual(said(api[0] as Answer));
    }
    const bodies = pages.map(({ status, body }, index) => [status, body.replace(`value="${names[index]}"`, '')]);
    expect(new Set(bodies.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await new Visitor(server).login('pending', PHRASE)).json).toEqual({ detail: 'Waiting for approval' });
  });

  it('at one account end with 429 and Retry-After, and only there; who is signed in stays so (A77)', async () => {
    const hanna = await signedIn(server, 'active', PHRASE);
    const answers: Answer[] = [];
    for (let i = 0; i < 12; i += 1) answers.push(await new Visitor(server).login('active', `guess ${i}`));
    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    for (const { status, headers, json } of answers.slice(10)) {
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
      expect(json).toEqual({ detail: expect.stringMatching(/./) });
    }
    expect((await new Visitor(server).login('active', PHRASE)).status).toBe(429);
    const page = await new Visitor(server).submit('/login', { username: 'active', password: PHRASE });
    expect([page.status, Number(page.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await hanna.api('GET', '/users/whoami')).status).toBe(200);
    expect((await hanna.login('active', PHRASE)).status).toBe(200);
    await signedIn(server, SUPERUSER, PASSWORD);
  });

  it('at the current password of a session left open end like guesses at the login (A77)', async () => {
    await make('karla', {});
    const karla = await signedIn(server, 'karla', PHRASE);
    const { id } = (await karla.api('GET', '/users/whoami')).json;
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const body = { current_password: `guess ${i}`, password: 'driftwood and orange peel' };
      statuses.push((await karla.api('PATCH', `/users/${id}/reset-password`, body)).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});

/** All that a client sees of it, but the time. */
function said({ status, headers, body }: Answer): unknown {
  const { date: _date, ...others } = headers;
  return [status, others, body];
}
