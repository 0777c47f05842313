import { expect, it } from '@jest/globals';
import { basic, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];

export function badInput(harness: AdapterHarness): void {
  withFixture('bad input', harness, {}, (get) => {
    it('in a credential is 4xx, never 500, and nothing of it is reported (A101, corpus 4.6)', async () => {
      const values = [
        '',
        ' ',
        '\t',
        'Bearer\tx',
        'Basic x',
        'basic:',
        `Bearer ${'x'.repeat(5000)}`,
        `Basic ${Buffer.from('a:\0').toString('base64')}`,
        `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`,
        'Basic YQ==\t',
        'Basic YWE6YmI',
        'Basic YWE6YmI-',
        '%',
        '\xff\xfe',
        'Bearer \xe9',
        'Bearer "x"',
        ...NAMES,
        ...NAMES.map((name) => `Bearer ${name}`),
      ];
      for (const value of values) {
        const response = await get().raw({ target: '/reports', headers: [`Authorization: ${value}`] });
        expect([value, response.status >= 400 && response.status < 500]).toEqual([value, true]);
        expect(response.body).not.toContain(CANARY);
      }
      for (const value of ['%00', '%ff%fe', '%E0%A4%A', 'x'.repeat(5000), ...NAMES, '%0d%0a', '[]', '{}']) {
        const response = await get().raw(`/reports?access_token=${value}`);
        expect([value, response.status >= 400 && response.status < 500]).toEqual([value, true]);
      }
      expect(JSON.stringify(get().events)).not.toMatch(/__proto__|xxxxx/);
      get().advance(3600);
    });

    it('in doubled headers is never "the first one wins" between two (A101)', async () => {
      for (const headers of [
        [`Authorization: Bearer ${TOKEN}`, 'Authorization: Bearer wrong-token'],
        ['Authorization: Bearer wrong-token', `Authorization: Bearer ${TOKEN}`],
        [`Authorization: Bearer ${TOKEN}`, `Authorization: ${basic('ada', TOKEN)}`],
        [`authorization: Bearer ${TOKEN}, Bearer wrong-token`],
      ]) {
        const response = await get().raw({ target: '/reports', headers });
        expect([headers, [400, 401].includes(response.status)]).toEqual([headers, true]);
      }
    });

    it('in the login form is 4xx with a message, without a cookie (Z6, X7, corpus 4.13)', async () => {
      const form = 'content-type: application/x-www-form-urlencoded';
      const json = 'content-type: application/json';
      const cases: readonly (readonly [string, string, number])[] = [
        [form, `password=${TOKEN}&password=other`, 400],
        [form, `${'a=1&'.repeat(30)}password=${TOKEN}`, 400],
        [form, `password=${'x'.repeat(20_000)}`, 413],
        [form, 'password=%', 401],
        [form, 'password=%00', 401],
        [form, 'password[]=x', 400],
        [json, '{', 400],
        [json, '[]', 400],
        [json, 'null', 400],
        [json, '"x"', 400],
        [json, '{"password":1}', 400],
        [json, '{"password":["x"]}', 400],
        [json, `{"password":{"length":17}}`, 400],
        [json, '{"__proto__":{"password":"x"}}', 400],
        [json, `{"password":"${TOKEN}","constructor":{"prototype":{"x":1}}}`, 400],
        ['content-type: text/plain', `password=${TOKEN}`, 415],
        ['x-none: 1', `password=${TOKEN}`, 415],
        [`${form}\r\ncontent-encoding: gzip`, `password=${TOKEN}`, 415],
        [
          `${form}\r\ntransfer-encoding: chunked`,
          `4000\r\n${'x'.repeat(0x4000)}\r\n4000\r\n${'x'.repeat(0x4000)}\r\n0\r\n\r\n`,
          413,
        ],
      ];
      for (const [type, body, status] of cases) {
        const response = await get().raw({ method: 'POST', target: '/auth/login', headers: type.split('\r\n'), body });
        expect([type, body.slice(0, 60), response.status]).toEqual([type, body.slice(0, 60), status]);
        expect(response.all('set-cookie')).toEqual([]);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      get().advance(3600);
    });

    it('in cookies is no sign-in (corpus 4.4)', async () => {
      const cookie = await get().signIn();
      const [name = '', value = ''] = cookie.split('=', 2);
      for (const header of [
        `${name.toUpperCase()}=${value}`,
        `x${name}=${value}`,
        `${name}x=${value}`,
        `${name} =${value}`,
        `${name}="${value}"`,
        `\u00a0${name}=${value}`,
        `a=${name}=${value}`,
        name,
        `=${value}`,
        `${name}:${value}`,
        `${name}=${value.slice(0, 42)}`,
      ]) {
        const response = await get().raw({ target: '/reports', headers: [`Cookie: ${header}`] });
        expect([header, response.status]).toEqual([header, 401]);
      }
      for (const header of [
        `a=b;${cookie}`,
        `a=b; ${cookie}`,
        `${cookie};`,
        `a;${cookie};b`,
        ` ${cookie}`,
        `${'x=1; '.repeat(1000)}${cookie}`,
      ]) {
        const response = await get().raw({ target: '/reports', headers: [`Cookie: ${header}`] });
        expect([header.slice(0, 40), response.status]).toEqual([header.slice(0, 40), 200]);
      }
    });

    it('in names that objects inherit opens nothing (L25)', async () => {
      for (const name of NAMES) {
        expect((await get().http.post('/auth/login').send({ password: name })).status).toBe(401);
        expect((await get().http.get(`/${name}`)).status).toBe(401);
        const response = await get().http.get('/who').set('authorization', basic(name, TOKEN));
        expect(response.body).toMatchObject({ name });
      }
    });

    it('leaves the server able to sign people in', async () => {
      get().advance(3600);
      const response = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      expect([response.status, setCookies(response.headers).length]).toEqual([303, 1]);
    });
  });
}
