import { createMemoryDurableStore, createMemoryStore, hashSecret } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, setCookies } from '../../adapter/fixture.ts';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { OTHER_PASSWORD, PASSWORD } from '../people.ts';
import { ask, callApi, givenHolder, givenPair, sendForm } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

const BOOTSTRAP = 'k7Qm2xVb9TzRw4LcYh8sNf3JpGd6AeUi';

export function keySecrecy(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: { prefix: 'sk-', bootstrap: BOOTSTRAP }, tokens: { passwordGrant: true } };
  withAccounts('what is kept of keys and tokens', harness, { place, options }, (get) => {
    it('opens nothing: neither they nor parts of them stand in the data or the events (A73, A74, A100)', async () => {
      const { fixture, dump } = get();
      const { http } = fixture;
      const { id, key, by } = await givenHolder(fixture, 'keeper');
      expect(key).toMatch(/^sk-[\w-]{43}$/);
      const next = (await callApi(http, by, ['post', `/keys/${id}/rotate`, { overlapSeconds: 600 }])).body.key;
      const pair = await givenPair(http, 'keeper');
      const { body } = await sendForm(http, { grant_type: 'refresh_token', refresh_token: pair.refresh });
      const tokens = [pair.access, pair.refresh, body.access_token, body.refresh_token];
      for (const used of [key, next, BOOTSTRAP])
        expect((await ask(http, '/who', { 'x-api-key': used })).status).toBe(200);
      const kept = `${await dump()}\n${JSON.stringify(fixture.events)}`;
      expect(kept).toContain(id);
      for (const secret of [key, next, BOOTSTRAP]) {
        expect(kept).not.toContain(secret);
        expect(kept).not.toContain(secret.slice(3, 20));
      }
      for (const part of tokens.flatMap((token) => token.slice(4).split('.')).filter(({ length }) => length > 20))
        expect(kept).not.toContain(part);
    });

    it('is no credential itself: a stored hash, presented as a key, is wrong (A74)', async () => {
      const { fixture } = get();
      const { key } = await givenHolder(fixture, 'hashed');
      const hash = hashSecret(key);
      expect(await get().dump()).toContain(hash);
      for (const presented of [hash, `sk-${hash}`, hashSecret(hash)]) {
        for (const headers of [{ 'x-api-key': presented }, { authorization: `Bearer ${presented}` }])
          expect((await ask(fixture.http, '/reports', headers as never)).status).toBe(401);
      }
    });
  });

  withAccounts('a key in the address', harness, { place, options: { trustProxy: 1, apiKeys: true } }, (get) => {
    it('is none unless that is switched on (A74)', async () => {
      const { fixture } = get();
      const { key, by } = await givenHolder(fixture, 'offline');
      const answer = await ask(fixture.http, `/reports?x-api-key=${key}&api_key=${key}&apikey=${key}`);
      expect([answer.status, answer.body.code]).toEqual([401, 'core/authentication-required']);
      for (const name of ['access_token', 'access_ticket']) {
        expect((await ask(fixture.http, `/reports?${name}=${key}`, by)).status).toBe(401);
      }
    });
  });

  const inQuery = { trustProxy: 1, apiKeys: { query: 'x-api-key', demandedAt: ['/pair/'] } };
  withAccounts('a key in the address, switched on', harness, { place, options: inQuery }, (get) => {
    it('opens, and neither the app nor anybody that is told of it sees it (A73, A74, S17)', async () => {
      const { fixture } = get();
      const { key } = await givenHolder(fixture, 'linked');
      const { status, body } = await ask(fixture.http, `/who?a=1&x-api-key=${key}&b=%20x`);
      expect([status, body]).toMatchObject([200, { name: 'linked', method: 'api-key', url: '/who?a=1&b=%20x' }]);
      const escaped = await ask(fixture.http, `/who?x-api%2Dkey=${key}&x-api-key=${key}&c`);
      expect([escaped.status, escaped.text.includes(key)]).toEqual([200, false]);
      const open = await ask(fixture.http, `/about?x-api-key=${key}`);
      expect(open.status).toBe(200);
      expect(JSON.stringify([fixture.reached, fixture.events])).not.toContain(key);
    });

    it('that is demanded beside a session is hidden from the app too (A74)', async () => {
      const { fixture } = get();
      const { key, by } = await givenHolder(fixture, 'beside');
      const answer = await ask(fixture.http, `/pair/x?a=1&x-api-key=${key}`, by);
      expect([answer.status, answer.text.includes(CANARY)]).toEqual([200, true]);
      expect(fixture.reached.at(-1)).toBe('GET /pair/x?a=1');
    });

    it('is wrong with any part of it wrong, comes with no cookie, and is not carried to the login page (A28, A74)', async () => {
      const { fixture } = get();
      const { key, by } = await givenHolder(fixture, 'mistaken');
      const wrong = await ask(fixture.http, `/reports?x-api-key=${key}x`, by);
      expect([wrong.status, setCookies(wrong.headers)]).toEqual([401, []]);
      const page = await ask(fixture.http, `/reports?week=3&x-api-key=${key}x`, PAGE);
      expect(page.status).not.toBe(200);
      expect(JSON.stringify([page.headers, page.text])).not.toContain(key);
      const both = await ask(fixture.http, `/reports?x-api-key=${key}`, { 'x-api-key': `${key}x` });
      expect([both.status, both.body.code]).toEqual([400, 'core/conflicting-credentials']);
      const twice = await ask(fixture.http, `/reports?x-api-key=${key}&x-api-key=other`);
      expect([twice.status, twice.body.code]).toEqual([400, 'core/conflicting-credentials']);
    });
  });

  const durableStore = createMemoryDurableStore();
  const stores = { dataFolder: undefined, databaseUrl: undefined, store: createMemoryStore(), durableStore };
  withAccounts('no answer of ours', harness, { place, options: { ...options, ...stores } }, (get) => {
    it('holds a hash, a key or a token, for whoever asks (V38, S17)', async () => {
      const { fixture } = get();
      const { http } = fixture;
      const boss = await givenHolder(fixture, 'boss', { roles: ['owner'] });
      const pair = await givenPair(http, 'boss');
      const service = await callApi(http, boss.by, [
        'post',
        '/keys',
        { name: 'robot', service: true, roles: ['viewer'] },
      ]);
      await callApi(http, boss.by, ['post', `/keys/${boss.id}/rotate`, {}]);
      await callApi(http, boss.by, ['post', '/me/password', { current: 'wrong', password: OTHER_PASSWORD }]);
      const [{ keys }, { users }] = [await durableStore.keys({ owner: boss.user.id }), await durableStore.users({})];
      const { keys: services } = await durableStore.keys({ owner: null });
      const hashes = [...keys, ...services].flatMap(({ hash, previous }) => [hash, previous?.hash ?? hash]);
      const secrets = [boss.key, service.body.key, BOOTSTRAP, pair.access, pair.refresh, PASSWORD, ...hashes];
      secrets.push(...users.flatMap(({ passwordHash }) => passwordHash ?? []));
      const { paths } = (await callApi(http, boss.by, ['get', '/openapi.json'])).body;
      const ids = [boss.user.id, boss.id, service.body.id];
      const targets = Object.keys(paths).flatMap((path) => ids.map((id) => path.replace(/\{\w+\}/g, id)));
      const more = ['/auth/account', '/auth/admin', `/auth/admin/${boss.user.id}`, '/auth/admin/audit', '/who'];
      const queried = ['/auth/api/keys?owner=none', `/auth/api/keys?owner=${boss.user.id}`];
      let seen = 0;
      for (const target of [...targets, ...more, ...queried]) {
        for (const headers of [boss.by, { 'x-api-key': service.body.key }]) {
          const answer = await ask(http, target, headers as never);
          seen += answer.status === 200 ? 1 : 0;
          const told = JSON.stringify(answer.headers) + answer.text;
          for (const secret of secrets) expect([target, told.includes(secret)]).toEqual([target, false]);
        }
      }
      expect(seen).toBeGreaterThan(15);
      expect(secrets.length).toBeGreaterThan(10);
    });
  });
}
