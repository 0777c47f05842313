import { PAGE, SCRIPT } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { basic, FORM, postLogin, send } from './http-client.ts';
import { describeNotebook } from './notebook-process.ts';

describeNotebook((notebook) => {
  describe('the session', () => {
    it('is enough alone after a page was opened with access_token (A51)', async () => {
      const cookie = await notebook.signIn();
      expect(await notebook.userOf({ cookie })).toMatchObject({ name: 'token', isAuthenticated: true });
    });

    it('is enough alone after a page was opened with Basic, and keeps the name (A51, A57)', async () => {
      const page = await send(notebook.port, '/', {
        headers: { ...PAGE, authorization: basic('ada', notebook.token) },
      });
      expect(page.status).toBe(200);
      expect(page.body).toContain('Signed in as <b>ada</b>');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(await notebook.userOf({ cookie: page.cookies[0] ?? '' })).toMatchObject({
        name: 'ada',
        isAuthenticated: true,
      });
    });

    it('is not made by the header of a script (A51)', async () => {
      for (const headers of [
        SCRIPT,
        { accept: '*/*' },
        { ...PAGE, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      ]) {
        const answer = await send(notebook.port, '/api/status', {
          headers: { ...headers, authorization: `Bearer ${notebook.token}` },
        });
        expect(answer.status).toBe(200);
        expect(answer.cookies).toEqual([]);
      }
    });

    it('has a cookie without the token, and ends on the server at sign-out (A60)', async () => {
      const cookie = await notebook.signIn();
      expect(decodeURIComponent(cookie)).not.toContain(notebook.token);
      expect(Buffer.from(cookie.split('=')[1] ?? '', 'base64').toString('latin1')).not.toContain(notebook.token);
      const answer = await send(notebook.port, '/auth/logout', { method: 'POST', headers: { ...FORM, cookie } });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/auth\/login\b/);
      expect(answer.headers['set-cookie']?.[0]).toMatch(/=; Path=\/; Max-Age=0/);
      expect(answer.headers['cache-control']).toBe('no-store');
      const replayed = await send(notebook.port, '/api/status', { headers: { ...SCRIPT, cookie } });
      expect(replayed.status).toBe(401);
    });

    it('is not ended by a form of another site (A60)', async () => {
      const cookie = await notebook.signIn();
      const forged = { ...FORM, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', cookie };
      expect((await send(notebook.port, '/auth/logout', { method: 'POST', headers: forged })).status).toBe(403);
      expect(await notebook.userOf({ cookie })).toMatchObject({ isAuthenticated: true });
    });

    it.each([
      '//evil.example',
      '///evil.example',
      'https:evil.example',
      'https://evil.example',
      '/\\evil.example',
      '%2f%2fevil.example',
      '@evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      '/auth/logout',
    ])('ends on the start page when next is %j (A58)', async (next) => {
      const inBody = await postLogin(notebook.port, { password: notebook.token, next });
      expect([inBody.status, inBody.headers.location]).toEqual([303, '/']);
      const inQuery = await postLogin(
        notebook.port,
        { password: notebook.token },
        { path: `/auth/login?next=${encodeURIComponent(next)}` },
      );
      expect([inQuery.status, inQuery.headers.location]).toEqual([303, '/']);
      const page = await send(notebook.port, `/auth/login?next=${encodeURIComponent(next)}`, { headers: PAGE });
      expect(page.body).not.toContain('name="next"');
    });

    it('has a cookie of another name on a second server (A59)', async () => {
      const [other, below] = await Promise.all([notebook.start(), notebook.start({ flags: ['--base-url', '/nb'] })]);
      const cookies = await Promise.all([notebook.signIn(), notebook.signIn(other), notebook.signIn(below, '/nb/')]);
      expect(new Set(cookies.map((cookie) => cookie.split('=')[0])).size).toBe(3);
    });
  });
});
