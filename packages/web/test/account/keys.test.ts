/**
 * API keys on the account page, and making one.
 */

import { FetchRequestView } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { TOKEN } from '../fixture/compose-people.ts';
import { DAY, givenOwnKeys, KEYS, makeKey, usedBy } from '../fixture/given-own-keys.ts';
import { formsOf, givenPeople, linksOf, ORIGIN, onceIn, secretIn } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';

describe('the card of API keys on the account page', () => {
  it('says that there is none, and leads to a new one', async () => {
    const { me } = await givenOwnKeys();
    const page = await me.get(ACCOUNT);
    expect(page.text).toContain('There is no key yet.');
    expect(linksOf(page)).toContain(`${KEYS}/new`);
    expect(linksOf(page)).not.toContain(KEYS);
  });

  it('shows the latest five with what they may, and leads to all', async () => {
    const { me, addKey, users } = await givenOwnKeys();
    for (let made = 1; made <= 6; made += 1)
      await addKey({ name: `key ${made}`, owner: users.viewer.id, createdAt: made, hint: `h${made}xx` });
    await addKey({ name: 'limited', owner: users.viewer.id, permissions: ['a:b', 'c:d', 'e:f'], createdAt: 7 });
    await addKey({ name: 'of another', owner: users.owner.id });
    const page = await me.get(ACCOUNT);
    expect(page.text).toContain('The latest 5 of 7 keys');
    expect(page.text).toMatch(/limited …\S+ a:b, c:d and 1 more never never Active key 6 …h6xx All that you may/);
    expect(page.text).not.toContain('key 2');
    expect(page.text).not.toContain('of another');
    expect(linksOf(page)).toContain(KEYS);
    expect((await me.get(KEYS)).text).toMatch(/7 keys .*key 1/);
  });

  it('is not there where keys are off, nor any page of them', async () => {
    const people = await givenPeople({ keyHeader: null });
    const me = await people.as('owner');
    expect((await me.get(ACCOUNT)).text).not.toContain('API keys');
    for (const path of [KEYS, `${KEYS}/new`, `${KEYS}/x`, '/auth/admin/keys', '/auth/admin/users/id-of-vera/keys/x'])
      expect([path, (await me.get(path)).status]).toEqual([path, 404]);
    expect(linksOf(await me.get('/auth/admin'))).not.toContain('/auth/admin/keys');
  });

  it('is not there for a request of a key, which manages none (L14)', async () => {
    const people = await givenOwnKeys();
    const { secret, path } = await makeKey(people.me);
    const asKey = { 'x-api-key': secret };
    expect((await people.browser().get(ACCOUNT, asKey)).text).not.toContain('API keys');
    for (const at of [KEYS, `${KEYS}/new`, path]) {
      const page = await people.browser().get(at, asKey);
      expect([page.status, page.text.includes('Sign in as a person')]).toEqual([403, true]);
    }
    const posted = await people.browser().post(`${KEYS}/new`, { name: 'second' }, asKey);
    expect([posted.status, (await people.store.keys()).total]).toEqual([403, 1]);
  });

  it('is not there for who is no user', async () => {
    const { browser, store } = await givenPeople();
    const holder = browser();
    await holder.post('/auth/login', { username: '', password: TOKEN });
    const page = await holder.post(`${KEYS}/new`, { name: 'x' });
    expect([page.status, (await store.keys()).total]).toEqual([403, 0]);
  });
});

describe('a new key', () => {
  it('is shown once, by the answer itself, with how to send it, and works (A15)', async () => {
    const people = await givenOwnKeys();
    const page = await people.me.post(`${KEYS}/new`, { name: ' nightly export ' });
    const secret = secretIn(page);
    expect([page.status, page.location, page.headers.get('cache-control')]).toEqual([200, null, 'no-store']);
    expect(page.html).toMatch(/<input id="key"[^>]* readonly/);
    expect(page.html).toContain('curl -H &quot;x-api-key: $KEY&quot;');
    expect(page.text).toContain('New key: nightly export');
    expect(page.html.split(secret).length).toBe(2);
    expect(await usedBy(people, secret)).toBe('the app, for viewer');
    const [key] = (await people.store.keys()).keys;
    expect(key).toMatchObject({ name: 'nightly export', owner: people.users.viewer.id, permissions: null, roles: [] });
    for (const path of [ACCOUNT, KEYS, `${KEYS}/${key?.id}`, `${KEYS}/${key?.id}/delete`, `${KEYS}/new`]) {
      const again = await people.me.get(path);
      expect([path, again.status, again.html.includes(secret)]).toEqual([path, 200, false]);
      expect(again.html).not.toContain(key?.hash);
    }
    expect(JSON.stringify(people.events)).not.toContain(secret);
  });

  it('is told of by the header that is configured, and by the address of the site', async () => {
    const { as } = await givenPeople({ keyHeader: 'x-notebook-key', publicOrigin: 'https://own.example' });
    const page = await (await as('viewer')).post(`${KEYS}/new`, { name: 'x' });
    expect(page.text).toContain('curl -H "x-notebook-key: $KEY" https://own.example/');
    expect(page.text).not.toContain('x-api-key');
  });

  it.each([
    [{}, 90],
    [{ expiresAt: '30' }, 30],
    [{ expiresAt: '90' }, 90],
    [{ expiresAt: '365' }, 365],
    [{ expiresAt: 'never' }, null],
  ])('with %j expires after so many days: %s', async (fields, days) => {
    const { me, store } = await givenOwnKeys();
    await makeKey(me, fields);
    const { createdAt = 0, expiresAt } = (await store.keys()).keys[0] ?? {};
    const after = typeof expiresAt === 'number' ? Math.round((expiresAt - createdAt) / 60_000) * 60_000 : expiresAt;
    expect(after).toBe(days === null ? null : days * DAY);
  });

  it('proposes 90 days', async () => {
    const page = await (await givenOwnKeys()).me.get(`${KEYS}/new`);
    expect(page.html).toMatch(/<option value="90" selected/);
    expect(formsOf(page)[1]).toMatchObject({
      action: `${KEYS}/new`,
      fields: ['once', 'name', 'expiresAt', 'permissions'],
    });
  });

  it.each([
    ['report:read', ['report:read']],
    ['  report:read\r\n\r\njob:run:7, *:list\tx:y ', ['report:read', 'job:run:7', '*:list', 'x:y']],
    [' \r\n ', null],
  ])('with the permissions %j may do no more than that, and no more than its owner', async (permissions, expected) => {
    const people = await givenPeople();
    const { secret } = await makeKey(await people.as('owner'), { permissions });
    expect((await people.store.keys()).keys[0]?.permissions).toEqual(expected);
    const request = new Request(`${ORIGIN}/app`, { headers: { host: 'own.example', 'x-api-key': secret } });
    const decision = await people.auth.begin(new FetchRequestView(request, '', '10.0.0.1'));
    expect(decision).toMatchObject({ principal: { permissions: expected ?? ['*'] } });
  });

  it.each([
    [{ name: '' }, 422, 'name'],
    [{ name: 'x'.repeat(101) }, 422, 'name'],
    [{ expiresAt: '7' }, 422, 'expiresAt'],
    [{ expiresAt: '' }, 422, 'expiresAt'],
    [{ permissions: 'nonsense' }, 422, 'permissions'],
    [{ permissions: 'user:delete' }, 403, 'permissions'],
    [{ permissions: '*' }, 403, 'permissions'],
  ])(
    'of %j comes back as it was typed, with the message at the field, and is not made',
    async (wrong, status, field) => {
      const { me, store } = await givenOwnKeys();
      const typed = { name: 'As typed', expiresAt: '30', permissions: 'report:read', ...wrong };
      const page = await me.post(`${KEYS}/new`, typed);
      expect([page.status, page.html.includes(`id="${field}-error"`)]).toEqual([status, true]);
      expect(page.html).toMatch(/role="alert"/);
      if (field !== 'name') expect(page.html).toContain('value="As typed"');
      expect(page.html).toContain(`>${typed.permissions}</textarea>`);
      expect((await store.keys()).total).toBe(0);
    },
  );

  it('takes no field but those of the form: no owner, role, secret or status (A78, L12)', async () => {
    const { me, store, users } = await givenOwnKeys();
    await makeKey(me, {
      owner: users.owner.id,
      roles: 'owner',
      role: 'owner',
      id: 'k_mine',
      hash: 'x',
      secret: 'dwk_x',
      status: 'disabled',
      service: 'true',
      createdBy: 'x',
    });
    expect((await store.keys()).keys[0]).toMatchObject({ owner: users.viewer.id, roles: [], status: 'active' });
    expect((await store.keys({ owner: users.owner.id })).total).toBe(0);
  });

  it('is made once, however often the form is sent: a reload says so and makes no second', async () => {
    const { me, store } = await givenOwnKeys();
    const once = onceIn(await me.get(`${KEYS}/new`));
    expect(once).not.toBe('');
    const sent = await Promise.all([1, 2, 3].map(() => me.post(`${KEYS}/new`, { name: 'once', once })));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 303, 303]);
    const again = await me.follow(`${KEYS}/new`, { name: 'once', once });
    expect([again.status, again.text.includes('nothing was done a second time')]).toEqual([200, true]);
    expect((await store.keys()).total).toBe(1);
    expect(onceIn(await me.get(`${KEYS}/new`))).not.toBe(once);
  });

  it('that was refused can be sent again from the page that says why', async () => {
    const { me, store } = await givenOwnKeys();
    const first = await me.post(`${KEYS}/new`, { name: '', once: onceIn(await me.get(`${KEYS}/new`)) });
    const second = await me.post(`${KEYS}/new`, { name: 'better', once: onceIn(first) });
    expect([second.status, (await store.keys()).total]).toEqual([200, 1]);
  });

  it('is one of a hundred at most', async () => {
    const { me, addKey, users } = await givenOwnKeys();
    for (let made = 0; made < 100; made += 1) await addKey({ name: `key ${made}`, owner: users.viewer.id });
    const page = await me.post(`${KEYS}/new`, { name: 'x' });
    expect([page.status, page.text.includes('There are 100 already')]).toEqual([409, true]);
  });
});
