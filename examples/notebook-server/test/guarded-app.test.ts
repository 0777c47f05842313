/**
 * What the app behind the login shows, and what it does not (A57, A60, A62).
 */

import { PAGE, SCRIPT } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { basic, send, upgrade } from './http-client.ts';
import { describeNotebook } from './notebook-process.ts';

describeNotebook((notebook) => {
  describe('the server behind it', () => {
    it('answers /health to everybody (A62)', async () => {
      for (const headers of [{}, PAGE, { ...SCRIPT, cookie: 'doorward_x=stale' }]) {
        const answer = await send(notebook.port, '/health', { headers });
        expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'healthy' }]);
        expect(answer.headers['content-type']).toMatch(/^application\/json/);
      }
      expect((await send(notebook.port, '/healthy', { headers: SCRIPT })).status).toBe(401);
      expect((await send(notebook.port, '/health', { method: 'POST', headers: SCRIPT })).status).toBe(401);
    });

    it('shows on its page who is signed in, and a form that signs out (A57, A60)', async () => {
      const cookie = await notebook.signIn();
      const page = await send(notebook.port, '/', { headers: { ...PAGE, cookie } });
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toMatch(/^text\/html; *charset=utf-8/i);
      expect(page.body).toContain('Signed in as <b>token</b>');
      expect(page.body).toContain('<form method="post" action="/auth/logout">');
      expect(page.body).toContain('href="/api/status"');
      expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(page.headers['cache-control']).toMatch(/private/);
    });

    it('escapes what the client names', async () => {
      const page = await send(notebook.port, '/notebook?file=%3Cscript%3E', {
        headers: { ...PAGE, authorization: basic('<i>"&', notebook.token) },
      });
      expect(page.body).not.toMatch(/<script|<i>"/);
      expect(page.body).toContain('&#60;script&#62;');
    });

    it.each(['/ws', '/', '/health', '/nowhere'])(
      'refuses an upgrade of %s with 401, signed in or not',
      async (path) => {
        const own = { origin: `http://127.0.0.1:${notebook.port}`, cookie: await notebook.signIn() };
        for (const headers of [
          {},
          own,
          { authorization: `Bearer ${notebook.token}` },
          { authorization: 'Bearer wrong-token-7' },
        ]) {
          const answer = await upgrade(notebook.port, path, headers);
          expect([answer.status, answer.cookies]).toEqual([401, []]);
          expect(answer.headers['www-authenticate']).toBeDefined();
        }
        expect((await upgrade(notebook.port, `${path}?access_token=${notebook.token}`)).status).toBe(401);
      },
    );

    it('opens no socket on the login page, or for a page of another site', async () => {
      const foreign = { origin: 'https://evil.example', cookie: await notebook.signIn() };
      for (const answer of [
        await upgrade(notebook.port, '/auth/login'),
        await upgrade(notebook.port, '/ws', foreign),
      ]) {
        expect([400, 401, 403]).toContain(answer.status);
      }
    });

    it('guards a plain GET of /ws', async () => {
      const cookie = await notebook.signIn();
      expect((await send(notebook.port, '/ws', { headers: SCRIPT })).status).toBe(401);
      expect((await send(notebook.port, '/ws', { headers: { ...SCRIPT, cookie } })).status).toBe(426);
    });
  });
});
