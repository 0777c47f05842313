/**
 * Flows: everybody has his own.
 *
 * @see acceptance.md, statements A69 (superusers see their own flows alone), A79
 */

import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';
const NODE = { id: 'a', type: 'prompt', position: { x: 0, y: 0 }, data: { label: 'Ask <b>nicely</b>' } };
const DATA = { nodes: [NODE, { ...NODE, id: 'b', position: { x: 260, y: 0 } }], edges: [{ source: 'a', target: 'b' }] };

describeOnEach('flows', ({ start }) => {
  let server: FlowBuilder;
  let ada: Visitor;
  let superuser: Visitor;

  beforeAll(async () => {
    server = await start({ ...SECURE, LANGFLOW_NEW_USER_IS_ACTIVE: 'True' });
    await new Visitor(server).api('POST', '/users/', { username: 'ada', password: PHRASE });
    ada = await signedIn(server, 'ada', PHRASE);
    superuser = await signedIn(server, SUPERUSER, PASSWORD);
  });

  it('are made, read, changed and deleted by the API', async () => {
    const made = await ada.api('POST', '/flows/', { name: ' First ', data: DATA, user_id: 'somebody', id: 'x' });
    expect([made.status, made.json]).toMatchObject([201, { name: 'First', description: '', data: DATA }]);
    const { id } = made.json;
    expect(made.json.user_id).toBe((await ada.api('GET', '/users/whoami')).json.id);
    expect((await ada.api('GET', `/flows/${id}`)).json).toEqual(made.json);
    const changed = await ada.api('PATCH', `/flows/${id}`, { description: 'Better' });
    expect([changed.status, changed.json]).toMatchObject([200, { name: 'First', description: 'Better', data: DATA }]);
    expect((await ada.api('GET', '/flows/')).json).toEqual([changed.json]);
    const gone = await ada.api('DELETE', `/flows/${id}`);
    expect([gone.status, gone.json]).toEqual([200, { message: 'Flow deleted successfully' }]);
    expect((await ada.api('GET', `/flows/${id}`)).status).toBe(404);
  });

  it('are not found by anybody else, superusers included (A69)', async () => {
    const { id } = (await ada.api('POST', '/flows/', { name: 'Hers', data: DATA })).json;
    for (const path of [`/flows/${id}`, '/flows/no-such-id', '/flows/..%2f..%2fsecret']) {
      for (const [method, body] of [['GET'], ['PATCH', { name: 'Mine' }], ['DELETE']] as const) {
        const { status, json } = await superuser.api(method, path, body);
        expect([path, method, status, json]).toEqual([path, method, 404, { detail: 'Flow not found' }]);
      }
    }
    expect((await superuser.api('GET', '/flows/')).json).toEqual([]);
    expect((await superuser.open(`/flow/${id}`)).status).toBe(404);
    for (const form of ['', '/steps', '/delete']) {
      const fields = { name: 'Mine', type: 'prompt', label: 'Mine' };
      expect((await superuser.submit(`/flow/${id}${form}`, fields)).status).toBe(404);
    }
    expect((await superuser.open('/flows')).body).not.toContain('Hers');
    expect((await ada.api('GET', `/flows/${id}`)).json).toMatchObject({ name: 'Hers', data: DATA });
    await ada.api('DELETE', `/flows/${id}`);
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: ' ' }],
    ['a long name', { name: 'x'.repeat(129) }],
    ['a kind that is none', { name: 'x', data: { nodes: [{ ...NODE, type: 'constructor' }], edges: [] } }],
    ['two nodes of one id', { name: 'x', data: { nodes: [NODE, NODE], edges: [] } }],
    ['an edge to nowhere', { name: 'x', data: { nodes: [NODE], edges: [{ source: 'a', target: 'z' }] } }],
    ['a place that is none', { name: 'x', data: { nodes: [{ ...NODE, position: { x: '0', y: 0 } }], edges: [] } }],
    ['too many nodes', { name: 'x', data: { nodes: Array(101).fill(NODE), edges: [] } }],
  ])('are refused with 422: %s', async (_what, body) => {
    const { status, json } = await ada.api('POST', '/flows/', body);
    expect([status, typeof json.detail]).toEqual([422, 'string']);
    expect((await ada.api('GET', '/flows/')).json).toEqual([]);
  });

  it('are refused with 413 when they are too large, and the server stays', async () => {
    expect((await ada.api('POST', '/flows/', { name: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await ada.api('GET', '/flows/')).status).toBe(200);
  });

  describe('on their pages', () => {
    it('begin with a template, are drawn as SVG, and grow by a form', async () => {
      const made = await ada.submit('/flows', { name: 'Helpdesk & more', template: 'answers' });
      expect(made.status).toBe(303);
      const path = made.headers.location ?? '';
      const page = await ada.open(path);
      expect(page.headers['cache-control']).toMatch(/private/);
      expect(page.body).toContain('<h1>Helpdesk &#38; more</h1>');
      expect(page.body.match(/<g class="step/g)).toHaveLength(5);
      expect(page.body.match(/<path class="edge"/g)).toHaveLength(5);
      const id = path.slice('/flow/'.length);
      const before = (await ada.api('GET', `/flows/${id}`)).json.data;
      const after = before.nodes.at(-1).id;
      expect(await ada.submit(`${path}/steps`, { type: 'tool', label: 'Tell "them"', after })).toMatchObject({
        status: 303,
        headers: { location: path },
      });
      const { nodes, edges } = (await ada.api('GET', `/flows/${id}`)).json.data;
      expect(nodes.at(-1)).toMatchObject({ type: 'tool', data: { label: 'Tell "them"' } });
      expect(edges.at(-1)).toEqual({ source: after, target: nodes.at(-1).id });
      expect((await ada.submit(`${path}/steps`, { type: 'toString', label: 'x' })).status).toBe(422);
      expect((await ada.submit(`${path}/delete`)).headers.location).toBe('/flows');
      expect((await ada.open(path)).status).toBe(404);
    });

    it('escape what people wrote', async () => {
      const { id } = (await ada.api('POST', '/flows/', { name: '<i>"&', description: '<u>', data: DATA })).json;
      for (const path of ['/flows', `/flow/${id}`]) {
        const { body } = await ada.open(path);
        expect(body).not.toMatch(/<i>|<u>|<b>nicely/);
        expect(body).toContain('&#60;i&#62;&#34;&#38;');
      }
      await ada.api('DELETE', `/flows/${id}`);
    });

    it('show Admin Page to superusers alone, and a form that signs out to everybody', async () => {
      expect((await superuser.open('/flows')).body).toContain('Admin Page');
      const { body } = await ada.open('/flows');
      expect(body).not.toContain('/admin');
      expect(body).toContain('<form method="post" action="/logout"><button>Sign out</button></form>');
      expect((await ada.open('/nowhere')).status).toBe(404);
    });
  });

  it('go with their owner', async () => {
    const { id } = (await new Visitor(server).api('POST', '/users/', { username: 'eva', password: PHRASE })).json;
    const eva = await signedIn(server, 'eva', PHRASE);
    await eva.api('POST', '/flows/', { name: 'A flow to forget' });
    const owners = (): number => readdirSync(`${server.folder}/flows`).length;
    const before = owners();
    expect((await superuser.api('DELETE', `/users/${id}`)).status).toBe(200);
    for (let i = 0; i < 20 && owners() === before; i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(owners()).toBe(before - 1);
  });
});
