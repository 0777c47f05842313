/**
 * The app as its people use it: the same before and after, and what comes with the change.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type App, startApp, visitorOf } from './app-process.ts';

const ADA = { username: 'ada', password: 'grey feathers above the reeds' };
const BOB = { username: 'bob', password: 'three quiet boats at noon' };

const PATHS = {
  before: { login: '/login', logout: '/logout' },
  after: { login: '/auth/login', logout: '/auth/logout' },
};

describe.each([
  ['before', PATHS.before],
  ['express', PATHS.after],
  ['koa', PATHS.after],
  ['hono', PATHS.after],
] as const)('the app: %s', (name, { login, logout }) => {
  let app: App;

  beforeAll(async () => {
    app = await startApp(name);
  });
  afterAll(() => app?.stop());

  it('sends a stranger to the login page, and shows nothing', async () => {
    const visitor = visitorOf(app);
    for (const path of ['/', '/reports']) {
      const { status, location, text } = await visitor.open(path);
      expect([status, new URL(location ?? '', app.url).pathname]).toEqual([303, login]);
      expect(text).not.toMatch(/Hello|All reports/);
    }
    expect((await visitor.open(login)).text).toMatch(/name="username"[\s\S]*name="password"/);
  });

  it('signs in by the strategy, and shows whom it knows what he may see', async () => {
    const [ada, bob] = [visitorOf(app), visitorOf(app)];
    await ada.post(login, ADA);
    await bob.post(login, BOB);
    expect((await ada.open('/')).text).toContain('Hello Ada');
    expect((await ada.open('/reports')).text).toContain('All reports');
    expect((await bob.open('/')).text).toContain('Hello Bob');
    expect((await bob.open('/reports')).status).toBe(403);
  });

  it('signs in nobody by a wrong password or an unknown name', async () => {
    for (const fields of [
      { ...ADA, password: 'wrong' },
      { ...ADA, username: 'eve' },
      { username: '', password: '' },
    ]) {
      const visitor = visitorOf(app);
      await visitor.post(login, fields);
      expect((await visitor.open('/')).status).toBe(303);
    }
  });

  it('signs out', async () => {
    const ada = visitorOf(app);
    await ada.post(login, ADA);
    const { cookie } = ada;
    await ada.post(logout);
    ada.cookie = cookie;
    expect((await ada.open('/')).status).toBe(303);
  });

  it('makes a new session at each sign-in: a planted one is dead (S1)', async () => {
    const attacker = visitorOf(app);
    await attacker.post(login, BOB);
    const ada = visitorOf(app);
    ada.cookie = attacker.cookie;
    await ada.post(login, ADA);
    expect((await ada.open('/')).text).toContain('Hello Ada');
    expect(ada.cookie).not.toBe(attacker.cookie);
    expect((await attacker.open('/')).status).toBe(303);
  });
});

describe.each(['express', 'koa', 'hono'])('what comes with the change: %s', (name) => {
  let app: App;

  beforeAll(async () => {
    app = await startApp(name);
  });
  afterAll(() => app?.stop());

  it('people get to the page that they asked for', async () => {
    const ada = visitorOf(app);
    const { location } = await ada.open('/reports');
    expect((await ada.post(location ?? '', ADA)).location).toBe('/reports');
  });

  it('a page of another site signs nobody in or out', async () => {
    const [visitor, ada] = [visitorOf(app), visitorOf(app)];
    expect((await visitor.post('/auth/login', ADA, 'cross-site')).status).toBe(403);
    expect(visitor.cookie).toBe('');
    await ada.post('/auth/login', ADA);
    expect((await ada.post('/auth/logout', {}, 'cross-site')).status).toBe(403);
    expect((await ada.open('/')).text).toContain('Hello Ada');
  });

  it('guesses at a password come to an end (D4)', async () => {
    let last = 0;
    for (let at = 0; at < 30 && last !== 429; at += 1) {
      last = (await visitorOf(app).post('/auth/login', { ...BOB, password: `wrong-${at}` })).status;
    }
    expect(last).toBe(429);
  });
});
