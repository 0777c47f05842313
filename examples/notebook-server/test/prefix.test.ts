/**
 * The server below a prefix, and behind a proxy (A61, A62).
 */

import { PAGE } from '@doorward/test-process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nextOf, postLogin, send } from './http-client.ts';
import { DEEP_LINK, describeNotebook, type NotebookProcess } from './notebook-process.ts';
import { startProxy } from './renaming-proxy.ts';

describeNotebook((notebook) => {
  describe('below --base-url', () => {
    let below: NotebookProcess;
    beforeAll(async () => {
      below = await notebook.start({ flags: ['--base-url', '/nb'] });
    });

    it('prints addresses with the prefix (A61)', () => {
      expect(below.readyUrl).toBe(`http://127.0.0.1:${below.port}/nb/`);
      expect(below.openUrl).toBe(`http://127.0.0.1:${below.port}/nb/?access_token=${below.token}`);
    });

    it('keeps redirects, form action, cookie path and links below the prefix (A61)', async () => {
      const redirect = await send(below.port, `/nb${DEEP_LINK}`, { headers: PAGE });
      expect(redirect.headers.location).toMatch(/^\/nb\/auth\/login\?next=/);
      expect(nextOf(redirect.headers.location)).toBe(`/nb${DEEP_LINK}`);
      const page = await send(below.port, redirect.headers.location ?? '', { headers: PAGE });
      expect(page.body).toContain('action="/nb/auth/login"');
      const signedIn = await postLogin(below.port, { password: below.token }, { path: '/nb/auth/login' });
      expect(signedIn.headers.location).toBe('/nb/');
      expect(signedIn.headers['set-cookie']?.[0]).toContain('; Path=/nb;');
      const notebook = await send(below.port, '/nb/', { headers: { ...PAGE, cookie: signedIn.cookies[0] ?? '' } });
      expect(notebook.status).toBe(200);
      expect(notebook.body).toContain('action="/nb/auth/logout"');
      expect(notebook.body).toContain('href="/nb/api/status"');
      expect(notebook.body).not.toMatch(/(?:href|action)="\/(?!nb\/)/);
    });

    it('answers with and without the last slash, and has health below the prefix only (A61, A62)', async () => {
      const cookie = await notebook.signIn(below, '/nb/');
      for (const path of ['/nb', '/nb/']) {
        expect((await send(below.port, path, { headers: { ...PAGE, cookie } })).status).toBe(200);
      }
      expect((await send(below.port, '/nb/health')).status).toBe(200);
      expect((await send(below.port, '/health')).status).toBe(401);
    });

    it('signs in behind a proxy that changes Host (A61)', async () => {
      const proxy = await startProxy(below.port);
      try {
        const headers = { host: 'notebooks.example' };
        const redirect = await send(proxy.port, `/nb${DEEP_LINK}`, { headers: { ...PAGE, ...headers } });
        expect(redirect.headers.location).toMatch(/^\/nb\/auth\/login\?next=/);
        const login = { password: below.token, next: `/nb${DEEP_LINK}` };
        const own = { ...headers, origin: 'https://notebooks.example' };
        const signedIn = await postLogin(proxy.port, login, { path: '/nb/auth/login', headers: own });
        expect([signedIn.status, signedIn.headers.location]).toEqual([303, `/nb${DEEP_LINK}`]);
        const cookie = signedIn.cookies[0] ?? '';
        expect((await send(proxy.port, `/nb${DEEP_LINK}`, { headers: { ...PAGE, ...headers, cookie } })).status).toBe(
          200,
        );
        const token = await send(proxy.port, `/nb/?access_token=${below.token}`, { headers: { ...PAGE, ...headers } });
        expect(token.headers.location).toBe('/nb/');
      } finally {
        await proxy.close();
      }
    });

    it('takes the prefix and the public address from the environment as well (A61)', async () => {
      const env = { DOORWARD_PUBLIC_URL: 'https://notebooks.example/nb', DOORWARD_BASE_PATH: '/' };
      const stripped = await notebook.start({ env });
      expect(stripped.readyUrl).toBe(`http://127.0.0.1:${stripped.port}/`);
      expect(stripped.openUrl).toBe(`https://notebooks.example/nb/?access_token=${stripped.token}`);
      const signedIn = await postLogin(
        stripped.port,
        { password: stripped.token },
        {
          headers: { 'sec-fetch-site': '', origin: 'https://notebooks.example' },
        },
      );
      expect(signedIn.headers.location).toBe('/nb/');
      expect(signedIn.headers['set-cookie']?.[0]).toMatch(/; Path=\/nb; .*; Secure/);
      const page = await send(stripped.port, '/', { headers: { ...PAGE, cookie: signedIn.cookies[0] ?? '' } });
      expect(page.body).toContain('action="/nb/auth/logout"');
    });
  });
});
