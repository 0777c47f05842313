/**
 * How people and programs come in: the login page, the token in the address, in headers (A44 to A50).
 */

import { PAGE, SCRIPT } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { basic, nextOf, postLogin, send } from './http-client.ts';
import { DEEP_LINK, describeNotebook } from './notebook-process.ts';

describeNotebook((notebook) => {
  describe('the way in', () => {
    it('redirects a page to the login page with its path and query in a relative next (A44)', async () => {
      for (const headers of [PAGE, { accept: 'text/html,application/xhtml+xml' }]) {
        const answer = await send(notebook.port, DEEP_LINK, { headers });
        expect(answer.status).toBe(303);
        expect(answer.headers.location).toMatch(/^\/auth\/login\?next=/);
        expect(nextOf(answer.headers.location)).toBe(DEEP_LINK);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    });

    it('never keeps a token in next (A44, A47)', async () => {
      const answer = await send(notebook.port, '/notebook?file=a&access_token=wrong-token-1', { headers: PAGE });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).not.toContain('wrong-token-1');
      expect(nextOf(answer.headers.location)).toBe('/notebook?file=a');
    });

    it('shows a login page with one password field, not to be framed or sniffed (A45)', async () => {
      const answer = await send(notebook.port, `/auth/login?next=${encodeURIComponent(DEEP_LINK)}`, { headers: PAGE });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body.match(/type="password"/g)).toHaveLength(1);
      expect(answer.body).toContain('action="/auth/login"');
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('takes the right token in the form, sets a cookie and goes to next (A45, A102)', async () => {
      const answer = await postLogin(notebook.port, { password: notebook.token, next: DEEP_LINK });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(DEEP_LINK);
      expect(answer.headers['set-cookie']?.[0]).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      const page = await send(notebook.port, DEEP_LINK, { headers: { ...PAGE, cookie: answer.cookies[0] ?? '' } });
      expect(page.status).toBe(200);
      expect(page.body).toContain('sales/2024 report.py');
    });

    it('answers a wrong token with an error, no cookie, and keeps next (A45)', async () => {
      const answer = await postLogin(notebook.port, { password: 'wrong-token-2', next: '/notebook?file=a' });
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain('role="alert"');
      expect(answer.body).toMatch(/name="next" value="\/notebook\?file=a"/);
      expect(answer.body).not.toContain('wrong-token-2');
      expect(answer.cookies).toEqual([]);
    });

    it.each(['/', DEEP_LINK, '/ws', '/nowhere?x=%2F&y='])(
      'takes access_token on %s, and redirects to the same address without it (A46, A102)',
      async (path) => {
        const joint = path.includes('?') ? '&' : '?';
        const answer = await send(notebook.port, `${path}${joint}access_token=${notebook.token}`, { headers: PAGE });
        expect(answer.status).toBe(303);
        expect(answer.headers.location).toBe(path);
        expect(answer.cookies).toHaveLength(1);
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.headers['referrer-policy']).toBe('no-referrer');
      },
    );

    it('keeps the parameters on both sides of access_token (A46)', async () => {
      const answer = await send(notebook.port, `/notebook?a=1&access_token=${notebook.token}&file=b%26c`, {
        headers: PAGE,
      });
      expect(answer.headers.location).toBe('/notebook?a=1&file=b%26c');
    });

    it.each(['//evil.example/', '/\\evil.example/', '///evil.example'])(
      'never leaves this host from %s (A46)',
      async (path) => {
        const answer = await send(notebook.port, `${path}?access_token=${notebook.token}`, { headers: PAGE });
        expect(answer.status).toBeGreaterThanOrEqual(300);
        expect(answer.headers.location ?? '/').toMatch(/^\/(?![/\\])/);
      },
    );

    it('lets access_token through for a script too, for this request alone (A46, A51)', async () => {
      const answer = await send(notebook.port, `/api/status?access_token=${notebook.token}`, { headers: SCRIPT });
      expect(answer.status).toBe(200);
      expect(answer.cookies).toEqual([]);
    });

    it('does not let a wrong access_token in, not even beside a good cookie (A47, A99)', async () => {
      const page = await send(notebook.port, '/?access_token=wrong-token-3', { headers: PAGE });
      expect(page.status).toBe(303);
      expect(page.headers.location).toMatch(/^\/auth\/login\?/);
      expect(page.cookies).toEqual([]);
      const cookie = await notebook.signIn();
      const script = await send(notebook.port, '/api/status?access_token=wrong-token-3', {
        headers: { ...SCRIPT, cookie },
      });
      expect(script.status).toBe(401);
    });

    it('takes Basic with any name, which becomes the name of the user (A48, A57)', async () => {
      for (const name of ['ada', 'Zoë Ω', '']) {
        const user = await notebook.userOf({ authorization: basic(name, notebook.token) });
        expect(user).toEqual({ name: name === '' ? 'token' : name, isAuthenticated: true, method: 'token' });
      }
    });

    it.each([
      ['wrong', basic('ada', 'wrong-token-4')],
      ['not base64', 'Basic %%%'],
      ['without a colon', `Basic ${Buffer.from('ada').toString('base64')}`],
      ['empty', 'Basic '],
      ['not UTF-8', `Basic ${Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64')}`],
      ['with NUL', basic('a\0da', 'x')],
      ['oversized', basic('ada', 'x'.repeat(7_000))],
    ])('answers Basic that is %s with 401 (A48, A101)', async (_what, authorization) => {
      const answer = await send(notebook.port, '/api/status', { headers: { ...SCRIPT, authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBeDefined();
    });

    it('takes Bearer, and no wrong one (A49)', async () => {
      expect(await notebook.userOf({ authorization: `Bearer ${notebook.token}` })).toMatchObject({
        isAuthenticated: true,
      });
      const answer = await send(notebook.port, '/api/status', {
        headers: { ...SCRIPT, authorization: 'Bearer wrong-token-5' },
      });
      expect(answer.status).toBe(401);
    });

    it('answers 4xx to doubled headers and oversized cookies (A101)', async () => {
      const doubled = await send(notebook.port, '/api/status', {
        headers: { ...SCRIPT, authorization: [`Bearer ${notebook.token}`, 'Bearer wrong-token-6'] },
      });
      const oversized = await send(notebook.port, '/api/status', {
        headers: { ...SCRIPT, cookie: `doorward_x=${'x'.repeat(9_000)}` },
      });
      expect([doubled.status, oversized.status]).toEqual([400, 401]);
    });

    it('answers a script with 401 JSON and no Basic challenge, never with a redirect (A50)', async () => {
      for (const path of ['/', '/api/status', '/ws', '/nowhere']) {
        const answer = await send(notebook.port, path, { headers: SCRIPT });
        expect(answer.status).toBe(401);
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(JSON.parse(answer.body)).toMatchObject({ status: 401, login: '/auth/login' });
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
        expect(answer.headers['www-authenticate']).not.toMatch(/Basic/i);
      }
    });
  });
});
