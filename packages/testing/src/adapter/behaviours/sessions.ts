import { expect, it } from '@jest/globals';
import { cookieOf, PAGE, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function sessions(harness: AdapterHarness): void {
  withFixture('a session', harness, { options: { session: { idleSeconds: 600, absoluteSeconds: 3600 } } }, (get) => {
    it('is seen by the app on a later request (A51, A57)', async () => {
      const response = await get()
        .http.get('/who')
        .set('cookie', await get().signIn());
      expect(response.body).toMatchObject({ name: 'token', authenticated: true, session: true, canRead: true });
    });

    it('ends after the idle limit, to the second, however long the cookie lives (V23)', async () => {
      const cookie = await get().signIn();
      get().advance(599);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
      get().advance(599);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
      get().advance(601);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(401);
    });

    it('ends after the absolute limit in spite of activity (V23)', async () => {
      const cookie = await get().signIn();
      for (let at = 0; at < 3540; at += 590) {
        expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
        get().advance(590);
      }
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
      get().advance(61);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(401);
    });

    it('has both limits anew after signing in again, while activity renews the idle one alone (V63)', async () => {
      const http = get().http;
      const status = async (cookie: string) => (await http.get('/who').set('cookie', cookie)).status;
      const first = await get().signIn();
      const stay = async (cookie: string) => {
        for (let at = 0; at < 3540; at += 590) {
          expect(await status(cookie)).toBe(200);
          get().advance(590);
        }
      };
      await stay(first);
      const again = await http
        .post('/auth/login')
        .set({ cookie: first, 'sec-fetch-site': 'same-origin' })
        .type('form')
        .send({ password: TOKEN })
        .redirects(0);
      const second = cookieOf(again.headers);
      await stay(second);
      expect(await status(second)).toBe(200);
      get().advance(61);
      expect(await status(second)).toBe(401);
    });

    it('is a new one at every sign-in, and the planted or earlier one is dead (S1, V26)', async () => {
      const earlier = await get().signIn();
      const again = await get()
        .http.post('/auth/login')
        .set({ cookie: earlier, 'sec-fetch-site': 'same-origin' })
        .type('form')
        .send({ password: TOKEN })
        .redirects(0);
      expect(cookieOf(again.headers)).not.toBe(earlier);
      expect((await get().http.get('/who').set('cookie', earlier)).status).toBe(401);
      expect((await get().http.get('/who').set('cookie', cookieOf(again.headers))).status).toBe(200);
      const [name] = earlier.split('=');
      const planted = `${name}=${'A'.repeat(43)}`;
      const login = await get()
        .http.post('/auth/login')
        .set({ cookie: planted, 'sec-fetch-site': 'same-origin' })
        .type('form')
        .send({ password: TOKEN })
        .redirects(0);
      expect(cookieOf(login.headers)).not.toBe(planted);
      expect((await get().http.get('/who').set('cookie', planted)).status).toBe(401);
    });

    it('does not come back after signing out, whatever was under way (S5)', async () => {
      const cookie = await get().signIn();
      const during = Array.from({ length: 10 }, () =>
        get()
          .http.get('/reports')
          .set({ ...PAGE, cookie })
          .redirects(0),
      );
      const out = get().http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
      const answers = await Promise.all([out, ...during]);
      for (const answer of answers.slice(1)) expect(setCookies(answer.headers)).toEqual([]);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(401);
    });

    it('is not opened by a value with any byte changed (V24)', async () => {
      const cookie = await get().signIn();
      const [name, value = ''] = cookie.split('=', 2);
      for (let i = 0; i < value.length; i += 1) {
        const changed = value.slice(0, i) + (value[i] === 'A' ? 'B' : 'A') + value.slice(i + 1);
        if (changed === value) continue;
        expect((await get().http.get('/who').set('cookie', `${name}=${changed}`)).status).toBe(401);
      }
      for (const other of [`${value}A`, value.slice(1), value.toUpperCase()]) {
        expect((await get().http.get('/who').set('cookie', `${name}=${other}`)).status).toBe(401);
      }
    });

    it('is refused when a sibling tossed a second cookie of the same name, first or last (S12)', async () => {
      const mine = await get().signIn();
      const theirs = await get().signIn();
      for (const cookie of [`${mine}; ${theirs}`, `${theirs}; ${mine}`]) {
        const response = await get().http.get('/who').set('cookie', cookie);
        expect([response.status, response.body.code]).toEqual([400, 'core/conflicting-credentials']);
      }
      expect((await get().http.get('/who').set('cookie', `${mine}; ${mine}`)).status).toBe(200);
      expect(
        (
          await get()
            .http.get('/who')
            .set('cookie', `x${theirs}; a=${theirs.split('=')[0]}; ${mine}`)
        ).status,
      ).toBe(200);
    });

    it('of another purpose does not open anything: the token is no cookie, the cookie no token (S9)', async () => {
      const cookie = await get().signIn();
      const [name, value = ''] = cookie.split('=', 2);
      expect((await get().http.get('/who').set('cookie', `${name}=${TOKEN}`)).status).toBe(401);
      expect((await get().http.get('/reports').set('authorization', `Bearer ${value}`)).status).toBe(401);
      expect((await get().http.get(`/reports?access_token=${value}`)).status).toBe(401);
    });

    it('belongs to its own request only, among 200 in parallel (S15)', async () => {
      const cookies = await Promise.all(Array.from({ length: 20 }, () => get().signIn()));
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          i % 2 === 0
            ? get()
                .http.get('/who')
                .set('cookie', cookies[i % 20] ?? '')
            : get().http.get('/reports'),
        ),
      );
      answers.forEach((answer, i) => {
        expect(answer.status).toBe(i % 2 === 0 ? 200 : 401);
        if (i % 2 === 1) expect(answer.text).not.toContain(CANARY);
      });
    });
  });

  withFixture(
    'a session that browsers are not to keep',
    harness,
    { options: { session: { persistent: false } } },
    (get) => {
      it('comes in a cookie without an age, and is cleared like any other (V62)', async () => {
        const { http } = get();
        const form = { ...PAGE, 'sec-fetch-site': 'same-origin' };
        const answer = await http.post('/auth/login').set(form).type('form').send({ password: TOKEN }).redirects(0);
        const [line = ''] = setCookies(answer.headers);
        expect(line).toMatch(/^doorward_[\w-]+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
        const cookie = line.split(';', 1)[0] ?? '';
        expect((await http.get('/who').set('cookie', cookie)).body).toMatchObject({ session: true });
        const over = await http
          .post('/auth/logout')
          .set({ ...form, cookie })
          .type('form')
          .redirects(0);
        expect(setCookies(over.headers).join()).toMatch(/=; Path=\/; Max-Age=0;/);
      });
    },
  );

  withFixture(
    'two instances on one host',
    harness,
    { options: { secret: 'a-first-secret-of-32-characters-xyz', basePath: '/one' } },
    (get) => {
      it('use different cookies for different secrets and base paths, and the same for replicas (A59)', async () => {
        const { startFixture } = await import('../fixture.ts');
        const names: string[] = [];
        for (const options of [
          { secret: 'a-first-secret-of-32-characters-xyz', basePath: '/one' },
          { secret: 'a-first-secret-of-32-characters-xyz', basePath: '/two' },
          { secret: 'another-secret-of-32-characters-abc', basePath: '/one' },
        ]) {
          const other = await startFixture(harness, { options });
          names.push((await other.signIn()).split('=')[0] ?? '');
          await other.close();
        }
        const [replica, otherPath, otherSecret] = names;
        const own = (await get().signIn()).split('=')[0];
        expect(replica).toBe(own);
        expect(new Set([own, otherPath, otherSecret]).size).toBe(3);
      });
    },
  );
}
