import { expect, it } from '@jest/globals';
import { type AdapterHarness, CANARY } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { accountsOf } from '../people.ts';
import { ask, freshAddress, givenHolder, givenKey, givenPair } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

/** Texts that are nearly this key, and are none. */
function nearly(key: string): readonly string[] {
  const prefix = key.slice(0, 4);
  const rest = key.slice(4);
  const shuffled = (text: string): string => [...text].reverse().join('');
  const sameStart = [8, 9, 10, 11, 12, 20, key.length - 1].map(
    (kept) => key.slice(0, kept) + shuffled(key.slice(kept)),
  );
  const cut = [1, 2, 4, 5, 8, 12, 24, key.length - 1].flatMap((length) => [key.slice(0, length), key.slice(-length)]);
  const padded = ['A', '=', '==', '%20', '.', '\\', '"', "'", ';', ',x', '/'].flatMap((text) => [
    key + text,
    text + key,
  ]);
  const flipped = [...key].flatMap((letter, at) => {
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return other === letter ? [] : [key.slice(0, at) + other + key.slice(at + 1)];
  });
  const whole = [key.toLowerCase(), key.toUpperCase(), rest, `sk-${rest}`, `${prefix.toUpperCase()}${rest}`, prefix];
  const wrapped = [`"${key}"`, `<${key}>`, `Bearer ${key}`, `${key} ${key}`, `${key},${key}`, `${key}, ${key}`];
  const coded = [encodeURIComponent(key).replaceAll('-', '%2D'), Buffer.from(key).toString('base64')];
  const known = new Set([...sameStart, ...cut, ...padded, ...flipped, ...whole, ...wrapped, ...coded]);
  known.delete(key);
  return [...known].filter((text) => text !== '');
}

export function keyValues(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { trustProxy: 1, apiKeys: true, tokens: { passwordGrant: true } };
  withAccounts('texts that are nearly a key', harness, { place, options }, (get) => {
    it('open nothing, in either header, before and after the right one was accepted (A28, 4.18)', async () => {
      const { fixture } = get();
      const { key } = await givenHolder(fixture, 'precise', { roles: ['owner'] });
      const near = nearly(key);
      expect(near.length).toBeGreaterThan(80);
      for (const remembered of [false, true]) {
        if (remembered) expect((await ask(fixture.http, '/who', { 'x-api-key': key })).status).toBe(200);
        for (const text of near) {
          const own = await ask(fixture.http, '/reports', { 'x-api-key': text });
          expect([text, own.status, own.text.includes(CANARY)]).toEqual([text, 401, false]);
        }
      }
      for (const text of near) {
        const bearer = await ask(fixture.http, '/reports', { authorization: `Bearer ${text}` });
        expect([text, bearer.status, bearer.text.includes(CANARY)]).toEqual([text, 401, false]);
      }
    });

    it('never reach the key of somebody else that begins or ends alike (4.18)', async () => {
      const { fixture } = get();
      const made = await givenHolder(fixture, 'many');
      const all = [made, ...(await Promise.all(Array.from({ length: 10 }, () => givenKey(fixture.http, made.by))))];
      const other = await givenHolder(fixture, 'other-one');
      for (const { key } of all) {
        for (const kept of [4, 8, 12, 24]) {
          const mixed = key.slice(0, kept) + other.key.slice(kept);
          expect((await ask(fixture.http, '/reports', { 'x-api-key': mixed })).status).toBe(
            mixed === other.key ? 200 : 401,
          );
        }
      }
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    });

    it('in the wrong place are none: other headers, cookies, and the fields of other credentials (4.18, S9)', async () => {
      const { fixture } = get();
      const { key, by } = await givenHolder(fixture, 'misplaced', { roles: ['owner'] });
      const [session = ''] = by.cookie.split('=');
      const wrong: Record<string, string>[] = [
        { 'api-key': key },
        { 'x-api_key': key },
        { 'x-apikey': key },
        { 'x-auth-token': key },
        { 'proxy-authorization': `Bearer ${key}` },
        { authorization: key },
        { authorization: `ApiKey ${key}` },
        { authorization: `Token ${key}` },
        { cookie: `x-api-key=${key}` },
        { cookie: `${session}=${key}` },
        { cookie: `${session}_access=${key}; ${session}_refresh=${key}` },
      ];
      for (const headers of wrong) {
        const answer = await ask(fixture.http, '/reports', headers);
        expect([headers, answer.status, answer.text.includes(CANARY)]).toEqual([headers, 401, false]);
      }
      const bytes = await fixture.raw({
        target: '/reports',
        headers: [`X-Api-Key: ${key}\xa0`, `X-Forwarded-For: ${freshAddress()}`],
      });
      expect(bytes.status).toBe(401);
    });

    it('two different ones are 400, wherever they stand; one twice is one (A99, A101, 4.18)', async () => {
      const { fixture } = get();
      const mine = await givenHolder(fixture, 'first-of-two');
      const theirs = await givenHolder(fixture, 'second-of-two', { roles: ['owner'] });
      const { access } = await givenPair(fixture.http, 'second-of-two');
      const raw = (...headers: string[]) =>
        fixture.raw({ target: '/who', headers: [...headers, `X-Forwarded-For: ${freshAddress()}`] });
      const own = `X-Api-Key: ${mine.key}`;
      for (const second of [
        `X-Api-Key: ${theirs.key}`,
        `Authorization: Bearer ${theirs.key}`,
        `Authorization: Bearer ${access}`,
      ]) {
        for (const lines of [
          [own, second],
          [second, own],
        ]) {
          const { status, body } = await raw(...lines);
          expect([lines, status, body.includes('core/conflicting-credentials')]).toEqual([lines, 400, true]);
        }
      }
      for (const lines of [
        [own, own],
        [own, `Authorization: Bearer ${mine.key}`],
      ]) {
        expect(JSON.parse((await raw(...lines)).body)).toMatchObject({ name: 'first-of-two' });
      }
    });

    it('of another installation open nothing here, nor ours there (4.18)', async () => {
      const { fixture } = get();
      const { key } = await givenHolder(fixture, 'at-home');
      expect(accountsOf(fixture.auth).keys).not.toBeNull();
      const abroad = await place.open();
      const { startFixture } = await import('../../adapter/fixture.ts');
      const stranger = await startFixture(harness, {
        options: { token: undefined, accounts: true, ...abroad.options, ...options },
      });
      try {
        const theirs = await givenHolder(stranger, 'at-home');
        expect((await ask(stranger.http, '/who', { 'x-api-key': theirs.key })).status).toBe(200);
        expect((await ask(stranger.http, '/who', { 'x-api-key': key })).status).toBe(401);
        expect((await ask(fixture.http, '/who', { 'x-api-key': theirs.key })).status).toBe(401);
      } finally {
        await stranger.close();
        await abroad.close();
      }
    });

    it('of any size and bytes are 4xx, and never 5xx (A101)', async () => {
      const { fixture } = get();
      for (const value of [
        'x'.repeat(9000),
        '\xff\xfe',
        'dwk_\xe9',
        '{}',
        '[object Object]',
        '__proto__',
        'constructor',
        'null',
        '%00',
        '\t',
      ]) {
        const answer = await fixture.raw({
          target: '/reports',
          headers: [`X-Api-Key: ${value}`, `X-Forwarded-For: ${freshAddress()}`],
        });
        expect([value.slice(0, 20), answer.status]).toEqual([value.slice(0, 20), 401]);
      }
    });
  });
}
