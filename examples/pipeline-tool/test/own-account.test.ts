/**
 * What people may do with their own account, by the API.
 *
 * @see acceptance.md, statements A18, A19
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Ask, clientOf, cookieOf, ERRORS, errorOf, signIn } from './client.ts';
import { type Ids, makeFolderWith, type Name, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const NEXT = 'harbour-lemon-circuit';

describe.each(FRAMEWORKS)('the own account on %s', (framework) => {
  let tool: Tool;
  let ask: Ask;
  let ids: Ids;

  const put = (cookie: string, name: Name, user: unknown): Promise<Answer> =>
    ask(`/api/users/${ids[name]}`, { method: 'PUT', json: { user }, cookie });

  beforeAll(async () => {
    const made = await makeFolderWith(['olga', 'anna', 'vera']);
    ids = made.ids;
    tool = await startTool(framework, { folder: made.folder });
    ask = clientOf(tool);
  });
  afterAll(() => tool?.stop());

  it.each<Name>(['vera', 'anna', 'olga'])('%s changes names and address, and stays signed in', async (name) => {
    const cookie = await signIn(ask, name);
    const user = { first_name: name, last_name: 'of the North', email: `${name}@north.example` };
    expect((await put(cookie, name, user)).json.user).toMatchObject({ ...user, username: name });
    expect((await ask(`/api/users/${ids[name]}`, { cookie })).json.user).toMatchObject(user);
  });

  it('a new password takes the current one, eight characters and a confirmation (A18)', async () => {
    const cookie = await signIn(ask, 'vera');
    const current = { password_current: passwordOf('vera') };
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [{ password: NEXT, password_confirmation: NEXT }, /^Missing required values: password_current\.$/],
      [{ password: NEXT, password_confirmation: NEXT, password_current: '' }, /password_current/],
      [
        { password: NEXT, password_confirmation: NEXT, password_current: 'guess' },
        /Enter the password that you signed in/,
      ],
      [{ ...current, password: NEXT }, /do not match/],
      [{ ...current, password: NEXT, password_confirmation: `${NEXT}.` }, /do not match/],
      [{ ...current, password: 'lemon-7', password_confirmation: 'lemon-7' }, /at least 8 characters/],
      [{ ...current, password: '', password_confirmation: '' }, /at least 8 characters/],
      [{ ...current, password: NEXT, password_confirmation: NEXT, username: 'v' }, /nothing else/],
    ];
    for (const [user, message] of wrong) {
      const answer = await put(cookie, 'vera', user);
      expect([user, ...errorOf(answer)]).toEqual([user, ...ERRORS[402]]);
      expect(answer.json.error.message).toMatch(message);
    }
    expect((await ask('/api/pipelines', { cookie })).status).toBe(200);
    await signIn(ask, 'vera');
  });

  it.each<Name>(['vera', 'olga'])('%s is signed out everywhere else by a new password (A19)', async (name) => {
    const [here, elsewhere] = [await signIn(ask, name), await signIn(ask, name)];
    const user = { password_current: passwordOf(name), password: NEXT, password_confirmation: NEXT };
    const changed = await put(here, name, user);
    expect([changed.status, changed.json.user.username]).toEqual([200, name]);
    for (const cookie of [here, elsewhere])
      expect(errorOf(await ask('/api/pipelines', { cookie }))).toEqual(ERRORS[401]);
    expect((await ask('/api/pipelines', { cookie: cookieOf(changed) })).status).toBe(200);
    const old = await ask('/api/sessions', { json: { session: { username: name, password: passwordOf(name) } } });
    expect(errorOf(old)).toEqual(ERRORS[404]);
    await signIn(ask, name, NEXT);
  });

  it('an owner resets another one without the current password, but not himself (A15, A18)', async () => {
    const cookie = await signIn(ask, 'olga', NEXT);
    const user = { password: 'meadow-engine-paper', password_confirmation: 'meadow-engine-paper' };
    expect((await put(cookie, 'anna', user)).status).toBe(200);
    expect(errorOf(await put(cookie, 'olga', user))).toEqual(ERRORS[402]);
  });

  it('guesses at the current password are limited', async () => {
    const cookie = await signIn(ask, 'vera', NEXT);
    const guess = (count: number) =>
      put(cookie, 'vera', { password_current: `guess-${count}`, password: NEXT, password_confirmation: NEXT });
    for (let count = 1; count <= 10; count += 1) expect((await guess(count)).status).toBe(402);
    const limited = await guess(11);
    expect([...errorOf(limited), Number(limited.header('retry-after')) > 0]).toEqual([
      ...[429, 429, 429, 'api_resource_error'],
      true,
    ]);
  });
});
