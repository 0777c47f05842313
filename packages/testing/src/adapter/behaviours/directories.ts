import type { Identity, PasswordDirectory } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { basic, cookieOf, type Fixture, PAGE, SCRIPT, setCookies } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function directories(harness: AdapterHarness): void {
  const north = testDirectory('north', { ada: { subject: '4711', name: 'Ada', roles: ['staff'] } });
  const south = testDirectory('south', {
    ada: { subject: '9', name: 'Another Ada', roles: [] },
    bob: { subject: '10', roles: ['*', 'owner', 'made-up'] },
  });
  const options = {
    directories: [north.directory, south.directory],
    roles: { roleMapping: { staff: ['reports:read'] } },
  };

  withFixture('signing in by a directory', harness, { options }, (get) => {
    const signIn = (username: string, password: string, { http }: Pick<Fixture, 'http'> = get()) =>
      http
        .post('/auth/login')
        .type('form')
        .set({ ...PAGE, 'sec-fetch-site': 'same-origin' })
        .send({ username, password })
        .redirects(0);
    const failures = () => get().events.filter(({ type }) => type === 'login-failure').length;

    it('asks for a name on the page, and says so to front ends (A97)', async () => {
      const page = await get().http.get('/auth/login').set(PAGE);
      expect(page.text).toContain('<label for="username">');
      const { login } = (await get().http.get('/auth/capabilities')).body;
      expect(login.credentials).toEqual({ text: 'Sign in', asksName: true });
    });

    it('makes a session of whoever it knows, with the rights that its words have here (A22)', async () => {
      const answer = await signIn('ada', 'right');
      expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
      const who = await get()
        .http.get('/who')
        .set({ ...SCRIPT, cookie: cookieOf(answer.headers) });
      expect(who.body).toMatchObject({ name: 'Ada', method: 'north', session: true, canRead: true });
      expect(get().events.at(-1)).toMatchObject({ type: 'login', subject: 'north:4711', method: 'north' });
    });

    it('asks the next one, whose people are others, and whose words give nothing that is not said here', async () => {
      const answer = await signIn('bob', 'right');
      const cookie = cookieOf(answer.headers);
      const who = await get()
        .http.get('/who')
        .set({ ...SCRIPT, cookie });
      expect(who.body).toMatchObject({ name: '10', method: 'south', canRead: false });
      const me = await get().http.get('/auth/me').set({ cookie });
      expect(me.body).toMatchObject({ id: 'south:10', permissions: [] });
    });

    it('answers the same for an unknown name and a wrong password, and counts both as guesses (A24, D4)', async () => {
      const before = failures();
      const answers = [await signIn('ada', 'wrong'), await signIn('nobody', 'wrong'), await signIn('__proto__', 'x')];
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
      const text = (at: number, name: string) => answers[at]?.text.replaceAll(name, '');
      expect(text(0, 'ada')).toBe(text(1, 'nobody'));
      expect(answers.flatMap(({ headers }) => setCookies(headers))).toEqual([]);
      expect(failures()).toBe(before + 3);
    });

    it('is never asked with an empty name or password (A23, D2)', async () => {
      const before = north.asked;
      for (const [name, password] of [
        ['ada', ''],
        ['', 'right'],
      ] as const) {
        expect((await signIn(name, password)).status).toBeGreaterThanOrEqual(400);
      }
      expect(north.asked).toBe(before);
    });

    it('is never asked for a spelling that it may read as another name, and guesses are counted apart by (D4)', async () => {
      const [before, asked] = [failures(), north.asked];
      const odd = ['ada\u0007', '\u0001ada', 'ada\u0085', 'a\u06ddda', 'ada\ufffc', '\ufff9ada'];
      for (const name of odd) expect([name, (await signIn(name, 'right')).status]).toEqual([name, 401]);
      expect([failures(), north.asked]).toEqual([before + odd.length, asked]);
    });

    it('is 503 while it is away and nobody else knows the password: no guess, nothing cleared (A23, F21)', async () => {
      north.isAway = true;
      const before = failures();
      const [away, elsewhere] = [await signIn('ada', 'right-there-alone'), await signIn('bob', 'right')];
      north.isAway = false;
      expect([away.status, setCookies(away.headers)]).toEqual([503, []]);
      expect([elsewhere.status, failures()]).toEqual([303, before]);
      expect((await signIn('ada', 'right')).status).toBe(303);
    });

    it('lets nobody in by an answer that makes no sense', async () => {
      for (const odd of [{ subject: '', roles: [] }, { roles: [] }, { subject: 'x', roles: 'owner' }, { subject: 7 }]) {
        north.people['odd'] = odd as unknown as Identity;
        expect([odd, (await signIn('odd', 'right')).status]).toEqual([odd, 503]);
      }
    });

    it('takes no Basic header where that is not switched on', async () => {
      const answer = await get()
        .http.get('/who')
        .set({ ...SCRIPT, authorization: basic('ada', 'right') });
      expect(answer.status).toBe(401);
    });
  });

  withFixture('guesses at a directory', harness, { options: { ...options, trustProxy: 1 } }, (get) => {
    it('are counted by the name, however it is written and wherever they come from (D4)', async () => {
      let last = 0;
      for (let at = 0; at < 30 && last !== 429; at += 1) {
        const answer = await get()
          .http.post('/auth/login')
          .set({ ...SCRIPT, 'x-forwarded-for': `10.0.0.${at}`, 'content-type': 'application/json' })
          .send({ username: at % 2 === 0 ? 'ada' : ' ADA', password: `wrong-${at}` });
        last = answer.status;
      }
      expect(last).toBe(429);
    });
  });
}

interface TestDirectory {
  readonly directory: PasswordDirectory;
  readonly people: Record<string, Identity>;
  isAway: boolean;
  asked: number;
}

/** Everybody's password is `right`. */
function testDirectory(id: string, people: Record<string, Identity>): TestDirectory {
  const made: TestDirectory = {
    people: Object.assign(Object.create(null) as Record<string, Identity>, people),
    isAway: false,
    asked: 0,
    directory: {
      id,
      authenticate({ name, password }) {
        made.asked += 1;
        if (made.isAway) throw new Error('connection refused');
        return password === 'right' ? (made.people[name] ?? null) : null;
      },
    },
  };
  return made;
}
