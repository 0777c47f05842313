/**
 * The page of one API key, and what every form about keys demands.
 */

import { describe, expect, it } from '@jest/globals';
import { DAY, givenOwnKeys, KEYS, makeKey, usedBy } from '../fixture/given-own-keys.ts';
import { formsOf, givenPeople, linksOf, ORIGIN, onceIn, secretIn } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';

describe('the page of a key', () => {
  it('renames it, and keeps its expiry and its secret', async () => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    const before = (await people.store.keys()).keys[0];
    const page = await people.me.follow(path, { name: 'renamed', expiresAt: 'as-it-is' });
    expect([page.status, page.text.includes('Saved.')]).toEqual([200, true]);
    expect((await people.store.keys()).keys[0]).toMatchObject({ ...before, name: 'renamed', lastUsedAt: null });
    expect(await usedBy(people, secret)).toBe('the app, for viewer');
  });

  it('moves the expiry from now on, and off', async () => {
    const { me, store } = await givenOwnKeys();
    const { path } = await makeKey(me);
    await me.follow(path, { name: 'x', expiresAt: 'never' });
    expect((await store.keys()).keys[0]?.expiresAt).toBeNull();
    expect((await me.get(path)).html).not.toContain('value="never"');
    await me.follow(path, { expiresAt: '30' });
    const { name, expiresAt = 0 } = (await store.keys()).keys[0] ?? {};
    expect([name, Math.round(((expiresAt ?? 0) - Date.now()) / DAY)]).toEqual(['x', 30]);
  });

  it('disables it at once, and enables it again', async () => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    expect(await usedBy(people, secret)).not.toBeNull();
    expect((await people.me.follow(path, { status: 'disabled' })).text).toContain('The key is disabled');
    expect(await usedBy(people, secret)).toBeNull();
    expect((await people.me.follow(path, { status: 'active' })).text).toContain('The key is enabled');
    expect(await usedBy(people, secret)).not.toBeNull();
  });

  it.each([
    ['0', null],
    ['86400', DAY],
    ['604800', 7 * DAY],
  ])('rotates it: with %s the one before counts for so long: %s', async (overlapSeconds, ms) => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    const page = await people.me.post(`${path}/rotate`, { overlapSeconds });
    const next = secretIn(page);
    expect([page.status, page.location, page.headers.get('cache-control')]).toEqual([200, null, 'no-store']);
    expect(next).not.toBe(secret);
    expect(await usedBy(people, next)).toBe('the app, for viewer');
    expect(await usedBy(people, secret)).toBe(ms === null ? null : 'the app, for viewer');
    expect(page.text).toContain(ms === null ? 'opens nothing any more' : 'still counts until');
    const { previous } = (await people.store.keys()).keys[0] ?? {};
    if (ms !== null) expect(Math.round(((previous?.until ?? 0) - Date.now()) / 60_000)).toBe(ms / 60_000);
    expect((await people.me.get(path)).text.includes('The key before counts until')).toBe(ms !== null);
  });

  it('rotates it once for one form: a reload does not end the one before', async () => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    const once = onceIn(await people.me.get(path));
    await people.me.post(`${path}/rotate`, { once });
    const again = await people.me.follow(`${path}/rotate`, { once });
    expect(again.text).toContain('nothing was done a second time');
    expect(await usedBy(people, secret)).not.toBeNull();
  });

  it('deletes it after a question, and not before', async () => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    const asked = await people.me.get(`${path}/delete`);
    expect([asked.status, asked.text.includes('Delete export?')]).toEqual([200, true]);
    expect(linksOf(asked)).toContain(path);
    expect(await usedBy(people, secret)).not.toBeNull();
    const page = await people.me.follow(`${path}/delete`);
    expect([page.text.includes('The key is deleted'), await usedBy(people, secret)]).toEqual([true, null]);
    expect((await people.me.get(path)).status).toBe(404);
  });

  it.each([
    ['', { name: '' }, 'name'],
    ['', { name: 'x', expiresAt: 'soon' }, 'expiresAt'],
    ['/rotate', { overlapSeconds: '5' }, 'overlapSeconds'],
  ])('takes nothing wrong: %s %j', async (below, fields, field) => {
    const { me, store } = await givenOwnKeys();
    const { path } = await makeKey(me);
    const before = await store.keys();
    const page = await me.post(path + below, fields);
    expect([page.status, page.html.includes(`id="${field}-error"`)]).toEqual([422, true]);
    expect(await store.keys()).toEqual(before);
    expect((await me.post(path, { status: 'expired' })).status).toBe(422);
  });

  it('of somebody else is not found, whatever one may elsewhere, and neither is a service key (L11, L12)', async () => {
    const people = await givenPeople();
    const owner = await people.as('owner');
    const theirs = await people.addKey({ name: 'theirs', owner: people.users.viewer.id });
    const service = await people.addKey({ name: 'service', owner: null });
    const before = await people.store.keys();
    for (const id of [theirs.id, service.id, 'nothing', 'x'.repeat(500), '__proto__']) {
      for (const path of ['', '/delete']) expect((await owner.get(`${KEYS}/${id}${path}`)).status).toBe(404);
      for (const [path, fields] of [
        ['', { name: 'taken' }],
        ['', { status: 'disabled' }],
        ['/rotate', {}],
        ['/delete', {}],
      ] as const)
        expect([id, path, (await owner.post(`${KEYS}/${id}${path}`, fields)).status]).toEqual([id, path, 404]);
    }
    expect(await people.store.keys()).toEqual(before);
  });

  it('shows a name with HTML in it as text (corpus 4.11)', async () => {
    const { me } = await givenOwnKeys();
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
    const made = await me.post(`${KEYS}/new`, { name: evil });
    const path = linksOf(made).find((href) => href.startsWith(`${KEYS}/k_`)) ?? '';
    const pages = [made, await me.get(path), await me.get(`${path}/delete`), await me.get(ACCOUNT), await me.get(KEYS)];
    for (const page of pages) expect([page.status, /<script|<img src=x/.test(page.html)]).toEqual([200, false]);
  });
});

describe('every form about keys', () => {
  it('is refused from another origin, and without a word of where it comes from (W4, decision 15)', async () => {
    const { me, store } = await givenOwnKeys();
    const { path } = await makeKey(me);
    const before = await store.keys();
    const forms = [`${KEYS}/new`, path, `${path}/rotate`, `${path}/delete`];
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}] as Record<string, string>[]) {
      for (const form of forms) {
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        const page = await me.send('POST', form, { body: 'name=x&status=disabled', headers: { ...type, ...headers } });
        expect([form, headers, page.status]).toEqual([form, headers, 403]);
      }
    }
    expect(await store.keys()).toEqual(before);
  });

  it('stands under a prefix with every link and form below it', async () => {
    const { as, users, addKey } = await givenPeople({
      core: { basePath: '/tools', home: '/start' },
      publicOrigin: ORIGIN,
    });
    const me = await as('owner');
    const { id } = await addKey({ name: 'mine', owner: users.owner.id });
    const shown = await me.post(`/tools${KEYS}/new`, { name: 'x' });
    expect(shown.text).toContain(`"x-api-key: $KEY" ${ORIGIN}/tools/start`);
    const pages = await Promise.all(
      [KEYS, `${KEYS}/new`, `${KEYS}/${id}`, `${KEYS}/${id}/delete`].map((path) => me.get(`/tools${path}`)),
    );
    for (const page of [shown, ...pages]) {
      expect(page.status).toBe(200);
      const targets = [...linksOf(page), ...formsOf(page).map(({ action }) => action)].filter(
        (each) => each !== '#main',
      );
      expect(targets.filter((each) => !each.startsWith('/tools/'))).toEqual([]);
    }
  });

  it('answers 405 with Allow for wrong methods', async () => {
    const { me } = await givenOwnKeys();
    for (const [method, path, allow] of [
      ['POST', KEYS, 'GET, HEAD'],
      ['PUT', `${KEYS}/new`, 'GET, HEAD, POST'],
      ['DELETE', `${KEYS}/x`, 'GET, HEAD, POST'],
      ['GET', `${KEYS}/x/rotate`, 'POST'],
    ] as const) {
      const page = await me.send(method, path, { headers: { origin: ORIGIN } });
      expect([method, path, page.status, page.headers.get('allow')]).toEqual([method, path, 405, allow]);
    }
  });
});
