/**
 * Calls of the API: a key says which program asks, a token for whom.
 *
 * @see acceptance.md, statements A7, A8, A9, A10, A26, A99
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { renderError } from '../src/error-body.ts';
import { type Ask, clientOf, cookieOf, ERRORS, errorOf, PAGE, type Sent, signIn, tokenOf } from './client.ts';
import { type Ids, makeFolderWith, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, KEY, startTool, type Tool } from './tool-process.ts';

const PIPELINES = '/api/pipelines';
const NEW = { pipeline: { name: 'Mine' } };

/** Every place in which a token may stand. */
const PLACES: readonly (readonly [string, (token: string) => Sent])[] = [
  ['OAUTH-TOKEN', (token) => ({ headers: [`OAUTH-TOKEN: ${token}`] })],
  ['Authorization: Bearer', (token) => ({ headers: [`Authorization: Bearer ${token}`] })],
  ['the cookie oauth_token', (token) => ({ cookie: `oauth_token=${token}` })],
];

describe.each(FRAMEWORKS)('a key and a token on %s', (framework) => {
  let tool: Tool;
  let ask: Ask;
  let ids: Ids;

  /** A key of the person's own, made as the account page makes it. */
  async function keyOf(name: string, input: object = {}): Promise<string> {
    const cookie = await signIn(ask, name);
    const answer = await ask('/settings/api/keys', { json: { name: 'test', ...input }, cookie });
    expect(answer.status).toBe(201);
    return answer.json.key;
  }

  beforeAll(async () => {
    const made = await makeFolderWith(['olga', 'edda', 'vera']);
    ids = made.ids;
    tool = await startTool(framework, { folder: made.folder });
    ask = clientOf(tool);
  });
  afterAll(() => tool?.stop());

  it.each(PLACES)('let a call in with the token in %s, and neither does alone (A9)', async (_place, sent) => {
    const token = await tokenOf(ask, 'vera');
    expect((await ask(PIPELINES, sent(token))).json.pipelines).toHaveLength(3);
    const withoutKey = await ask(PIPELINES, { ...sent(token), key: null });
    expect(errorOf(withoutKey)).toEqual(ERRORS.key);
    const withoutToken = await ask(PIPELINES);
    expect([...errorOf(withoutToken), withoutToken.json.error.message]).toEqual([
      ...ERRORS[401],
      'Invalid OAuth token.',
    ]);
  });

  it.each(PLACES)('are refused with a made-up token in %s, and with a wrong key (A8)', async (_place, sent) => {
    const token = await tokenOf(ask, 'vera');
    const changed = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    for (const wrong of ['made-up', 'dwa_made-up', changed, KEY]) {
      const answer = await ask(PIPELINES, sent(wrong));
      expect([wrong, ...errorOf(answer), answer.json.error.message]).toEqual([
        ...[wrong, ...ERRORS[401]],
        'Invalid OAuth token.',
      ]);
    }
    const answer = await ask(PIPELINES, { ...sent(token), key: 'made-up' });
    expect([...errorOf(answer), answer.json.error.message]).toEqual([...ERRORS.key, 'Invalid API key.']);
    expect((await ask(PIPELINES, { ...sent(token), key: token })).status).toBe(403);
  });

  it('are not rescued by a cookie, and two different tokens are refused (A99, A8)', async () => {
    const [cookie, token] = [await signIn(ask, 'vera'), await tokenOf(ask, 'vera')];
    expect(errorOf(await ask(PIPELINES, { headers: ['OAUTH-TOKEN: made-up'], cookie }))).toEqual(ERRORS[401]);
    expect(errorOf(await ask(PIPELINES, { key: 'made-up', cookie }))).toEqual(ERRORS.key);
    const other = await tokenOf(ask, 'edda');
    const two = await ask(PIPELINES, { headers: [`OAUTH-TOKEN: ${token}`, `Authorization: Bearer ${other}`] });
    expect([two.status, two.json.error.code]).toEqual([400, 400]);
    const same = await ask(PIPELINES, { headers: [`OAUTH-TOKEN: ${token}`, `Authorization: Bearer ${token}`] });
    expect(same.status).toBe(200);
  });

  it('let a call do what both may: the person by his role, the program by its key (A9, A11)', async () => {
    const token = { headers: [`OAUTH-TOKEN: ${await tokenOf(ask, 'edda')}`] };
    const reading = await keyOf('edda', { permissions: ['pipeline:read'] });
    expect((await ask(PIPELINES, { ...token, key: reading })).status).toBe(200);
    expect(errorOf(await ask(PIPELINES, { ...token, key: reading, json: NEW }))).toEqual(ERRORS[403]);
    expect((await ask(PIPELINES, { ...token, key: await keyOf('edda'), json: NEW })).status).toBe(200);
    const viewer = { headers: [`OAUTH-TOKEN: ${await tokenOf(ask, 'vera')}`] };
    expect(errorOf(await ask(PIPELINES, { ...viewer, json: NEW }))).toEqual(ERRORS[403]);
    expect(errorOf(await ask('/api/users', { ...viewer }))).toEqual(ERRORS[403]);
    const owner = { headers: [`OAUTH-TOKEN: ${await tokenOf(ask, 'olga')}`] };
    expect((await ask('/api/users', owner)).json.users).toHaveLength(3);
    expect(errorOf(await ask('/api/users', { ...owner, key: await keyOf('vera') }))).toEqual(ERRORS[403]);
  });

  it('stop at once when the key is deleted (A8)', async () => {
    const cookie = await signIn(ask, 'edda');
    const { json } = await ask('/settings/api/keys', { json: { name: 'short-lived' }, cookie });
    const sent = { key: json.key, cookie };
    expect((await ask(PIPELINES, sent)).status).toBe(200);
    const gone = await ask(`/settings/api/keys/${json.id}`, { method: 'DELETE', cookie });
    expect([gone.status, ...errorOf(await ask(PIPELINES, sent))]).toEqual([204, ...ERRORS.key]);
  });

  it('are asked for below /api/ alone: pages, their forms and sockets take the cookie (A9)', async () => {
    const cookie = await signIn(ask, 'edda');
    expect((await ask('/pipelines', { cookie, headers: PAGE })).status).toBe(200);
    expect((await ask('/pipelines', { cookie, form: { name: 'By form' } })).status).toBe(303);
    const public_ = [await ask('/api/statuses', { key: null }), await ask('/api/statuses')];
    expect(public_.map(({ status }) => status)).toEqual([200, 200]);
    expect(errorOf(await ask('/api/statuses', { key: 'made-up' }))).toEqual(ERRORS.key);
    const json = { session: { username: 'edda', password: passwordOf('edda') } };
    expect((await ask('/api/sessions', { json, key: null })).status).toBe(200);
    expect(errorOf(await ask('/api/sessions', { json, key: 'made-up' }))).toEqual(ERRORS.key);
  });

  it.each(PLACES)('mean nothing once the token in %s is signed out (A26)', async (_place, sent) => {
    const [token, other] = [await tokenOf(ask, 'vera'), await tokenOf(ask, 'vera')];
    const answer = await ask('/api/sessions/mine', { ...sent(token), method: 'PUT' });
    expect([answer.status, Date.parse(answer.json.session.expires) <= Date.now()]).toEqual([200, true]);
    for (const [, by] of PLACES) expect(errorOf(await ask(PIPELINES, by(token)))).toEqual(ERRORS[401]);
    expect((await ask(PIPELINES, sent(other))).status).toBe(200);
  });

  it('mean nothing once the page is signed out whose cookie the token is (A26)', async () => {
    const cookie = await signIn(ask, 'vera');
    const token = /oauth_token=([^;]+)/.exec(cookie)?.[1] ?? '';
    const answer = await ask('/sign-out', { form: {}, cookie });
    expect(answer.all('set-cookie').join()).toContain('oauth_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax');
    for (const [, by] of PLACES) expect(errorOf(await ask(PIPELINES, by(token)))).toEqual(ERRORS[401]);
  });

  it('a new password comes with a new token, and ends the others (A26)', async () => {
    const token = await tokenOf(ask, 'vera');
    const password = 'harbour-lemon-circuit';
    const user = { password_current: passwordOf('vera'), password, password_confirmation: password };
    const sent = { headers: [`OAUTH-TOKEN: ${token}`], method: 'PUT', json: { user } };
    const changed = await ask(`/api/users/${ids.vera}`, sent);
    expect(changed.status).toBe(200);
    expect(errorOf(await ask(PIPELINES, { headers: [`OAUTH-TOKEN: ${token}`] }))).toEqual(ERRORS[401]);
    expect((await ask(PIPELINES, { cookie: cookieOf(changed) })).status).toBe(200);
  });
});

it.each(FRAMEWORKS)(
  'a token is over after MAGE_ACCESS_TOKEN_EXPIRY_TIME on %s, and so are its page and its socket (A7)',
  async (framework) => {
    const { folder } = await makeFolderWith(['vera']);
    const tool = await startTool(framework, { folder, env: { MAGE_ACCESS_TOKEN_EXPIRY_TIME: '2' } });
    const ask = clientOf(tool);
    try {
      // Tokens count whole seconds: early in one they have most of their time.
      await pause(1_000 - (Date.now() % 1_000));
      const token = await tokenOf(ask, 'vera');
      const socket = new WebSocket(`ws://127.0.0.1:${tool.port}/pipelines/clickstream/log`, {
        headers: { 'oauth-token': token },
      });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      expect((await ask(PIPELINES, { headers: [`OAUTH-TOKEN: ${token}`] })).status).toBe(200);
      await pause(2_100);
      for (const [place, sent] of PLACES) {
        const answer = await ask(PIPELINES, sent(token));
        expect([place, ...errorOf(answer), answer.json.error.message]).toEqual([
          ...[place, ...ERRORS.expired],
          'Expired OAuth token.',
        ]);
      }
      const page = await ask('/pipelines', { cookie: `oauth_token=${token}`, headers: PAGE });
      expect([page.status, page.header('location')]).toEqual([303, '/sign-in?next=/pipelines']);
      expect(await closed).toBe(1008);
      // Whoever signs in with what is left of the token gets a new one, and keeps it.
      const again = await ask('/api/sessions', {
        json: { session: { username: 'vera', password: passwordOf('vera') } },
        cookie: `oauth_token=${token}`,
      });
      expect(again.all('set-cookie').filter((line) => line.startsWith('oauth_token='))).toEqual([
        expect.stringContaining(`oauth_token=${again.json.session.token};`),
      ]);
    } finally {
      await tool.stop();
    }
  },
);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('every error of the table has its status, its type and its words (A9, A10)', () => {
  const table: readonly (readonly [Parameters<typeof renderError>[0]['code'], number, number, string, string])[] = [
    ['core/expired-credential', 401, 401, 'expired_oauth_token', 'Expired OAuth token.'],
    ['core/invalid-credential', 401, 401, 'invalid_oauth_token', 'Invalid OAuth token.'],
    ['core/authentication-required', 401, 401, 'invalid_oauth_token', 'Invalid OAuth token.'],
    ['accounts/field-invalid', 422, 402, 'record_invalid', 'Record is invalid. Why.'],
    ['core/key-required', 401, 403, 'invalid_api_key', 'Invalid API key.'],
    ['core/forbidden', 403, 403, 'unauthorized_access', 'Unauthorized access. Why.'],
    ['accounts/not-found', 404, 404, 'record_not_found', 'Record not found. Why.'],
    ['core/unavailable', 503, 503, 'api_resource_error', 'API resource error. Why.'],
  ];
  for (const [code, given, status, type, message] of table) {
    const body = { error: { code: status, message, type }, status };
    expect(renderError({ code, status: given, title: 'T', detail: 'Why.' })).toEqual({ status, body });
  }
});
