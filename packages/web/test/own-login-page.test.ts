/**
 * A login page of the site’s own in place of ours.
 */

import { describe, expect, it } from '@jest/globals';
import { FORM, givenEndpoints, PAGE } from './fixture/given-endpoints.ts';

describe('a login page of the site’s own', () => {
  it('gets all that ours says, and posts what ours posts (decision 21)', async () => {
    const models: unknown[] = [];
    const { ask } = givenEndpoints({
      logo: '/logo.svg',
      renderLogin: (model) => {
        models.push(model);
        return { html: '<form>mine</form>', headers: [['content-security-policy', "default-src 'self'"]] };
      },
    });
    const first = await ask('login', { headers: PAGE, query: '?next=/a' });
    expect([first.status, await first.text(), first.headers.get('content-type')]).toEqual([
      200,
      '<form>mine</form>',
      'text/html; charset=utf-8',
    ]);
    await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'password=wrong&next=/a' });
    await ask('login', { headers: PAGE, query: '?signed-out' });
    await ask('login', { headers: PAGE, query: '?error=credential' });
    const common = {
      title: 'Notebooks',
      description: null,
      logo: '/logo.svg',
      providers: [],
      takesPasswords: true,
      isTypedWrong: false,
      action: '/auth/login',
      asksName: false,
      name: null,
      signUp: null,
    };
    expect(models).toEqual([
      { ...common, next: '/a', error: null, notice: null },
      { ...common, next: '/a', error: expect.stringMatching(/not right/), isTypedWrong: true, notice: null },
      { ...common, next: null, error: null, notice: 'You are signed out.' },
      { ...common, next: null, error: expect.stringMatching(/not valid/), notice: null },
    ]);
  });

  it('is as safe as ours: not framed, not stored, not sniffed, whatever it forgets (V53)', async () => {
    const { ask } = givenEndpoints({ renderLogin: () => ({ html: 'mine', headers: [] }) });
    const { headers } = await ask('login', { headers: PAGE });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    });
  });

  it('may say a header of ours otherwise, and then says it once', async () => {
    const { ask } = givenEndpoints({
      renderLogin: () => ({
        html: 'mine',
        headers: [
          ['x-frame-options', 'SAMEORIGIN'],
          ['cache-control', 'no-store, max-age=0'],
        ],
      }),
    });
    const { headers } = await ask('login', { headers: PAGE });
    expect([headers.get('x-frame-options'), headers.get('cache-control')]).toEqual([
      'SAMEORIGIN',
      'no-store, max-age=0',
    ]);
  });

  it('gets no hostile return path and no password', async () => {
    const models: { next: string | null }[] = [];
    const { ask } = givenEndpoints({
      renderLogin: (model) => {
        models.push(model);
        return Promise.resolve({ html: '', headers: [] });
      },
    });
    for (const next of ['//evil.example', 'javascript:1', '/auth/login', '/auth/logout?x']) {
      await ask('login', { headers: PAGE, query: `?next=${encodeURIComponent(next)}` });
      await ask('login', {
        method: 'POST',
        headers: { ...PAGE, ...FORM },
        body: new URLSearchParams({ password: 'wr0ng', next }).toString(),
      });
    }
    expect(models.map(({ next }) => next)).toEqual(models.map(() => null));
    expect(JSON.stringify(models)).not.toContain('wr0ng');
  });

  it('that throws is an answer of ours, without what it threw (F38, V58)', async () => {
    const { ask } = givenEndpoints({
      renderLogin: () => {
        throw new Error('cannot find template at /srv/app/login.html');
      },
    });
    const response = await ask('login', { headers: PAGE });
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await response.text()).not.toMatch(/find template|srv/);
  });
});
