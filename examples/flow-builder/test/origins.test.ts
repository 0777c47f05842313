/**
 * Pages of other sites: which may call the API, and what those may not do that may not.
 *
 * @see acceptance.md, statement A76
 */

import { FORM_TYPE, JSON_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const STUDIO = 'https://studio.example';
const EVIL = 'https://evil.example';

describeOnEach('other sites', ({ start }) => {
  let server: FlowBuilder;
  let visitor: Visitor;

  beforeAll(async () => {
    server = await start({ ...SECURE, LANGFLOW_CORS_ORIGINS: `${STUDIO}, https://notebook.example` });
    visitor = await signedIn(server, SUPERUSER, PASSWORD);
  });

  it('may call the API with credentials when they are listed, and never any site (A76)', async () => {
    for (const origin of [STUDIO, 'https://notebook.example']) {
      const { status, headers } = await visitor.send('GET', '/api/v1/users/whoami', { origin });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin]);
      expect(headers['access-control-allow-credentials']).toBe('true');
    }
    for (const origin of [EVIL, 'null', `${STUDIO}.evil.example`, 'http://studio.example']) {
      const { headers } = await visitor.send('GET', '/api/v1/users/whoami', { origin });
      expect([headers['access-control-allow-origin'], headers['access-control-allow-credentials']]).toEqual([
        undefined,
        undefined,
      ]);
    }
  });

  it('get an answer to their preflight when they are listed (A76)', async () => {
    const ask = (origin: string) =>
      visitor.send('OPTIONS', '/api/v1/flows/', { origin, 'access-control-request-method': 'POST' });
    expect((await ask(STUDIO)).headers['access-control-allow-origin']).toBe(STUDIO);
    expect((await ask(EVIL)).headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['a form of the flows', 'POST', '/flows', 'name=theirs', FORM_TYPE],
    ['a new flow', 'POST', '/api/v1/flows/', '{"name":"theirs"}', JSON_TYPE],
    ['a new user', 'POST', '/api/v1/users/', '{"username":"theirs","password":"a phrase of another site"}', JSON_TYPE],
    ['signing out', 'POST', '/api/v1/logout', '', FORM_TYPE],
    ['signing out by form', 'POST', '/logout', '', FORM_TYPE],
    ['signing in', 'POST', '/api/v1/login', `username=${SUPERUSER}&password=${PASSWORD}`, FORM_TYPE],
  ] as const)('may not use the cookie for %s (A76)', async (_what, method, path, body, type) => {
    for (const from of [{ origin: EVIL }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const { status, headers } = await visitor.send(method, path, { ...type, ...from }, body);
      expect([status, headers['set-cookie']]).toEqual([403, undefined]);
    }
    expect((await visitor.api('GET', '/flows')).json).toEqual([]);
    expect((await visitor.api('GET', '/users/')).json.total_count).toBe(1);
  });

  it('may sign nobody in either, with no cookie at all (A76)', async () => {
    const body = new URLSearchParams({ username: SUPERUSER, password: PASSWORD }).toString();
    for (const from of [{ origin: EVIL }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const path of ['/api/v1/login', '/login']) {
        const { status, headers } = await new Visitor(server).send('POST', path, { ...FORM_TYPE, ...from }, body);
        expect([path, status, headers['set-cookie']]).toEqual([path, 403, undefined]);
      }
    }
  });

  it('may not send what is no JSON for JSON, as forms can without asking (A76)', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      expect((await visitor.send('POST', '/api/v1/flows/', headers, '{"name":"theirs"}')).status).toBe(415);
    }
    expect((await visitor.api('GET', '/flows')).json).toEqual([]);
  });

  it('may not frame a page, and no page loads or runs anything from elsewhere (A76)', async () => {
    for (const path of ['/flows', '/login', '/nowhere']) {
      const { headers, body } = await visitor.send('GET', path, PAGE);
      if (path !== '/login') expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\/| style="|<script/);
    }
  });
});
