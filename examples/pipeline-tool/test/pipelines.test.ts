/**
 * Who may do what with pipelines, by the API and by the pages.
 *
 * @see acceptance.md, statements A9 to A12
 */

import { assertDenied } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ask, clientOf, ERRORS, errorOf, PAGE, signIn } from './client.ts';
import { makeFolderWith, type Name } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const PEOPLE: readonly Name[] = ['olga', 'anna', 'edda', 'vera', 'nobu'];
const PIPELINE = '/api/pipelines/clickstream';

describe.each(FRAMEWORKS)('pipelines on %s', (framework) => {
  let tool: Tool;
  let ask: Ask;
  const cookies: Partial<Record<Name, string>> = {};

  const as = (name: Name) => ({ cookie: cookies[name] ?? '' });

  beforeAll(async () => {
    const { folder } = await makeFolderWith(PEOPLE);
    tool = await startTool(framework, { folder });
    ask = clientOf(tool);
    for (const name of PEOPLE) cookies[name] = await signIn(ask, name);
  });
  afterAll(() => tool?.stop());

  it('denies every route and socket to a stranger, but for health and signing in', async () => {
    const routes = [
      ...['/', '/pipelines', '/pipelines/clickstream', '/pipelines/clickstream/runs', '/assets/style.css'],
      ...['/settings/workspace/users', '/settings/account', '/settings/api'],
      '/nowhere',
    ];
    await assertDenied({ port: tool.port, routes, sockets: ['/pipelines/clickstream/log', '/'] });
    const api = ['/api/pipelines', PIPELINE, '/api/users', '/api/users/1', '/api/statuses/x', '/api/sessions/1'];
    for (const path of [...api, '/api/oauths']) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        expect([method, path, ...errorOf(await ask(path, { method, key: null }))]).toEqual([
          method,
          path,
          ...ERRORS.key,
        ]);
        expect([method, path, ...errorOf(await ask(path, { method }))]).toEqual([method, path, ...ERRORS[401]]);
      }
    }
  });

  it('tells everybody that it is there, and nothing else', async () => {
    const { status, json } = await ask('/api/statuses');
    expect([status, json]).toEqual([200, { statuses: [{ status: 'ok', require_user_authentication: true }] }]);
    expect((await ask('/api/statuses', { json: {} })).status).toBe(401);
  });

  it('a viewer reads, and may change nothing (A11, A9)', async () => {
    expect((await ask('/api/pipelines', as('vera'))).json.pipelines).toHaveLength(3);
    expect((await ask(PIPELINE, as('vera'))).json.pipeline.name).toBe('Clickstream');
    const json = { pipeline: { name: 'Mine' } };
    for (const [method, path] of [
      ['POST', '/api/pipelines'],
      ['PUT', PIPELINE],
      ['DELETE', PIPELINE],
      ['DELETE', '/api/pipelines/nowhere'],
    ] as const) {
      const answer = await ask(path, { method, json, ...as('vera') });
      expect([method, ...errorOf(answer)]).toEqual([method, ...ERRORS[403]]);
    }
    for (const path of ['/pipelines', '/pipelines/clickstream/runs', '/pipelines/clickstream/delete'])
      expect((await ask(path, { form: { name: 'Mine' }, ...as('vera') })).status).toBe(403);
    expect((await ask(PIPELINE, as('vera'))).json.pipeline.name).toBe('Clickstream');
  });

  it.each<Name>(['edda', 'anna', 'olga'])(
    'an editor, admin or owner creates, updates and deletes: %s (A12)',
    async (name) => {
      const made = await ask('/api/pipelines', { json: { pipeline: { name: `Of ${name}` } }, ...as(name) });
      expect([made.status, made.json.pipeline.id]).toEqual([200, `of_${name}`]);
      const path = `/api/pipelines/of_${name}`;
      const json = { pipeline: { description: 'Another one.' } };
      const changed = await ask(path, { method: 'PUT', json, ...as(name) });
      expect(changed.json.pipeline).toMatchObject({ name: `Of ${name}`, description: 'Another one.' });
      expect((await ask(path, { method: 'DELETE', ...as(name) })).status).toBe(200);
      expect(errorOf(await ask(path, as(name)))).toEqual(ERRORS[404]);
    },
  );

  it('a user without a role is signed in, and may do nothing (A9)', async () => {
    expect(errorOf(await ask('/api/pipelines', as('nobu')))).toEqual(ERRORS[403]);
    const { status, body } = await ask('/', { headers: PAGE, ...as('nobu') });
    expect([status, body.includes('You don’t have access to this project')]).toEqual([200, true]);
    expect(body).not.toContain('Clickstream');
  });

  it('answers 402 for a record that is not right (A9)', async () => {
    for (const json of [{}, { pipeline: {} }, { pipeline: { name: ' ' } }, { pipeline: { name: 'x', runs: [] } }, []])
      expect(errorOf(await ask('/api/pipelines', { json, ...as('edda') }))).toEqual(ERRORS[402]);
    const broken = { method: 'POST', headers: ['Content-Type: application/json'], ...as('edda') };
    expect(errorOf(await ask('/api/pipelines', broken))).toEqual(ERRORS[402]);
    const large = { pipeline: { name: 'x'.repeat(70_000) } };
    expect(errorOf(await ask('/api/pipelines', { json: large, ...as('edda') }))).toEqual(ERRORS[402]);
    expect((await ask('/pipelines', { form: { name: '' }, ...as('edda') })).status).toBe(402);
  });

  it('says the same in the status line as in the body, in the shape of Mage (A10)', async () => {
    const answers = [
      await ask('/api/pipelines'),
      await ask('/api/pipelines', { cookie: 'oauth_token=made-up' }),
      await ask('/api/pipelines', { headers: ['Authorization: Bearer made-up'] }),
      await ask('/api/pipelines', { headers: ['Authorization: Bearer made-up'], ...as('edda') }),
      await ask('/api/pipelines/nowhere', as('edda')),
      await ask('/api/nowhere', as('edda')),
      await ask('/api/users', as('edda')),
      await ask('/api/%zz', as('edda')),
      await ask('/api/pipelines', { json: {}, headers: ['Origin: https://evil.example'], ...as('edda') }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 404, 404, 403, 400, 403]);
    for (const answer of answers) {
      const { code, message, type } = answer.json.error;
      expect([answer.json.status, code]).toEqual([answer.status, answer.status]);
      expect([typeof message, message.length > 10, type]).toEqual(['string', true, expect.stringMatching(/^[a-z_]+$/)]);
    }
    expect(answers[0]?.json.error.message).toBe('Invalid OAuth token.');
    expect(answers[0]?.header('www-authenticate')).toMatch(/^Bearer /);
  });

  it('shows on its pages what the roles allow (A11, A12)', async () => {
    const buttons = async (path: string, name: Name): Promise<readonly string[]> => {
      const { body } = await ask(path, { headers: PAGE, ...as(name) });
      return [...body.matchAll(/<button[^>]*>([^<]*)|<a href="[^"]*"[^>]*>(Users)</g)].map(([, a, b]) => a ?? b ?? '');
    };
    expect(await buttons('/pipelines/clickstream', 'vera')).toEqual(['Sign out']);
    expect(await buttons('/pipelines/clickstream', 'edda')).toEqual(['Sign out', 'Run now', 'Delete']);
    expect(await buttons('/pipelines', 'vera')).toEqual(['Sign out']);
    expect(await buttons('/pipelines', 'anna')).toEqual(['Users', 'Sign out', 'Create']);
    expect(await buttons('/', 'olga')).toEqual(['Users', 'Sign out']);
  });

  it('works by its forms, for members of the same site', async () => {
    const made = await ask('/pipelines', { form: { name: '<i>"New" & odd' }, ...as('edda') });
    expect([made.status, made.header('location')]).toEqual([303, '/pipelines/_i_new_odd']);
    const shown = await ask('/pipelines/_i_new_odd', { headers: PAGE, ...as('vera') });
    expect(shown.body).toContain('<h1>&#60;i&#62;&#34;New&#34; &#38; odd</h1>');
    expect(shown.header('content-security-policy')).toContain("default-src 'none'");
    expect((await ask('/pipelines/_i_new_odd/runs', { form: {}, ...as('edda') })).status).toBe(303);
    expect((await ask('/pipelines/_i_new_odd', { headers: PAGE, ...as('vera') })).body).toContain('<td>edda</td>');
    const forged = { form: {}, headers: ['Origin: https://evil.example', 'Sec-Fetch-Site: cross-site'], ...as('edda') };
    expect((await ask('/pipelines/_i_new_odd/delete', forged)).status).toBe(403);
    expect((await ask('/pipelines/_i_new_odd/delete', { form: {}, ...as('edda') })).status).toBe(303);
    expect((await ask('/pipelines/_i_new_odd', { headers: PAGE, ...as('vera') })).status).toBe(404);
  });
});
