import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientOptions, createClient, type DoorwardClient } from '../src/index.ts';
import { ANONYMOUS, answerJson, type ScriptedServer, startScripted } from './scripted-server.ts';

let server: ScriptedServer;
let capabilities: object;
/** Headers of the latest request of each `METHOD url`. */
let seen: Map<string, IncomingHttpHeaders>;
/** What the next answer sets. */
let cookies: string[];

beforeEach(async () => {
  capabilities = ANONYMOUS;
  seen = new Map();
  cookies = [];
  server = await startScripted((request, response) => {
    seen.set(`${request.method} ${request.url}`, request.headers);
    response.setHeader('set-cookie', cookies);
    cookies = [];
    answerJson(response, request.url?.endsWith('/capabilities') ? capabilities : null);
  });
});

afterEach(() => server.close());

const given = (options: ClientOptions = {}): DoorwardClient => createClient({ url: server.origin, ...options });

describe('a credential', () => {
  it.each([
    ['a key', { apiKey: 'k-1' }, { 'x-api-key': 'k-1', authorization: undefined }],
    ['a token', { token: 't-1' }, { authorization: 'Bearer t-1', 'x-api-key': undefined }],
    ['a token that a function gives', { token: async () => 't-2' }, { authorization: 'Bearer t-2' }],
    ['headers', { headers: { 'X-Own-Key': 'h-1' } }, { 'x-own-key': 'h-1', authorization: undefined }],
  ] as const)('goes along with every request: %s', async (_name, options, headers) => {
    const client = given(options);
    await client.me();
    await client.users.list();
    await client.users.create({ username: 'nora' });
    await client.signOut();
    expect(seen.size).toBe(5);
    for (const each of seen.values()) {
      expect({ ...each, authorization: each.authorization, 'x-api-key': each['x-api-key'] }).toMatchObject(headers);
    }
  });

  it('is one: a key beside a token is an error of the program', () => {
    expect(() => given({ apiKey: 'k-1', token: 't-1' })).toThrow('apiKey: a token is given too. Remove one.');
  });

  it('is not signed in with, and takes no cookie along', async () => {
    cookies = ['doorward_1=abc; Path=/; HttpOnly'];
    const client = given({ token: 't-1' });
    await expect(client.signIn({ password: 'x' })).rejects.toThrow('signIn: this client has a key or token already');
    await client.me();
    await client.me();
    expect(seen.get('GET /auth/me')?.cookie).toBeUndefined();
  });
});

describe('outside a browser cookies', () => {
  it('are kept in memory for the same origin, and say that no site asks', async () => {
    const client = given();
    cookies = ['__Host-doorward_1=abc=; Path=/; HttpOnly; SameSite=Lax; Max-Age=60', 'other=1'];
    await client.capabilities();
    await client.me();
    expect(seen.get('GET /auth/me')).toMatchObject({
      cookie: '__Host-doorward_1=abc=; other=1',
      'sec-fetch-site': 'same-origin',
    });
    await given().me();
    expect(seen.get('GET /auth/me')?.cookie).toBeUndefined();
  });

  it('go when the server takes them away, and change when it changes them', async () => {
    const client = given();
    cookies = ['one=1; Path=/', 'two=2; Path=/'];
    await client.me();
    cookies = ['one=; Path=/; Max-Age=0', 'two=3; Path=/'];
    await client.me();
    await client.me();
    expect(seen.get('GET /auth/me')?.cookie).toBe('two=3');
  });

  it('do not go to another origin', async () => {
    const other = await startScripted((request, response) => {
      seen.set(`other ${request.url}`, request.headers);
      answerJson(response, null);
    });
    capabilities = { ...ANONYMOUS, urls: { ...ANONYMOUS.urls, me: `${other.origin}/auth/me` } };
    cookies = ['one=1; Path=/'];
    await given().me();
    expect(seen.get('other /auth/me')).toMatchObject({ accept: 'application/json' });
    expect(seen.get('other /auth/me')?.cookie).toBeUndefined();
    await other.close();
  });
});

describe('addresses', () => {
  it('come from the capabilities, whatever prefix and paths the server has (A97)', async () => {
    const urls = { login: '/tools/api/in', logout: '/tools/api/out', me: `${server.origin}/tools/api/me`, api: '/p' };
    const sso = { provider: 'x', text: 'Sign in', url: '/tools/sso' };
    capabilities = { enabled: true, login: { type: 'both', sso, providers: [sso] }, urls };
    const client = given({ url: `${server.origin}/tools/`, capabilitiesPath: '/api/auth/capabilities' });
    await client.signIn({ username: 'nora', password: 'x' });
    await client.me();
    await client.keys.get('a b');
    await client.signOut();
    expect(server.asked).toEqual([
      'GET /tools/api/auth/capabilities',
      'POST /tools/api/in',
      'GET /tools/api/auth/capabilities',
      'GET /tools/api/me',
      'GET /p/keys/a%20b',
      'POST /tools/api/out',
    ]);
    const { login, urls: shown } = await client.capabilities();
    expect(shown).toMatchObject({ login: `${server.origin}/tools/api/in`, api: `${server.origin}/p` });
    expect([login?.sso?.url, login?.providers?.[0]?.url]).toEqual(Array(2).fill(`${server.origin}/tools/sso`));
  });

  it('need scheme and host outside a page', () => {
    expect(() => createClient()).toThrow(TypeError);
    expect(() => createClient({ url: '/tools' })).toThrow('url: "/tools" is no address here');
  });

  it('that would send in the clear what goes encrypted to url are refused', async () => {
    const wire = { ...ANONYMOUS, urls: { ...ANONYMOUS.urls, login: 'http://example.com/auth/login' } };
    const client = createClient({ url: 'https://example.com', fetch: async () => Response.json(wire) });
    await expect(client.signIn({ password: 'x' })).rejects.toThrow('Correct the option publicUrl there');
  });

  it('that redirect are not followed: what is sent would go along', async () => {
    const redirecting = await startScripted((_request, response) => {
      response.writeHead(307, { location: `${server.origin}/auth/capabilities` }).end();
    });
    const client = given({ url: redirecting.origin, apiKey: 'k-1' });
    await expect(client.capabilities()).rejects.toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect(server.asked).toEqual([]);
    await redirecting.close();
  });

  it('carry lists as the document says', async () => {
    await given().audit.list({ types: ['login', 'logout'], limit: 5 });
    expect(server.asked.at(-1)).toBe('GET /auth/api/audit?types=login,logout&limit=5');
  });
});
