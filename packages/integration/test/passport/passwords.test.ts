import { createPassportDirectory } from '@doorward/passport';
import { cookieOf, type Fixture, PAGE, SCRIPT, setCookies, startFixture } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Strategy as LocalStrategy } from 'passport-local';
import { FRAMEWORKS } from '../accounts/frameworks.ts';

interface Person {
  readonly id: number;
  readonly groups: readonly string[];
}

const ADA: Person = { id: 4711, groups: ['staff'] };
const PASSWORD = 'grey feathers above the reeds';

describe.each(FRAMEWORKS.map((harness) => [harness.name, harness] as const))(
  'passport-local on %s',
  (_name, harness) => {
    let fixture: Fixture;
    let isAway: boolean;

    beforeEach(async () => {
      isAway = false;
      const strategy = new LocalStrategy({ usernameField: 'email' }, (name, password, done) => {
        if (isAway) return done(new Error('connection refused'));
        if (name !== 'ada@acme.example') return done(null, false, { message: `no ${name}` });
        return password === PASSWORD ? done(null, ADA) : done(null, false, { message: 'wrong' });
      });
      const people = createPassportDirectory({
        id: 'people',
        strategy,
        fields: { username: 'email' },
        identity: ({ id, groups }: Person) => ({ subject: String(id), name: 'Ada', roles: groups }),
      });
      const options = { directories: [people], roles: { roleMapping: { staff: ['reports:read'] } } };
      fixture = await startFixture(harness, { options });
    });

    afterEach(() => fixture.close());

    const signIn = (username: string, password: string, headers: Readonly<Record<string, string>> = {}) =>
      fixture.http
        .post('/auth/login')
        .type('form')
        .set({ ...PAGE, 'sec-fetch-site': 'same-origin', ...headers })
        .send({ username, password })
        .redirects(0);

    const who = (cookie: string) => fixture.http.get('/who').set({ ...SCRIPT, cookie });

    it('signs in by the form of Doorward, with the roles of identity', async () => {
      const answer = await signIn('ada@acme.example', PASSWORD);
      expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
      const { body } = await who(cookieOf(answer.headers));
      expect(body).toMatchObject({ name: 'Ada', method: 'people', session: true, canRead: true });
      expect(fixture.events.at(-1)).toMatchObject({ type: 'login', subject: 'people:4711' });
    });

    it('makes a new session: a planted one is dead, and the one before is over (S1, V26)', async () => {
      const planted = cookieOf((await signIn('ada@acme.example', PASSWORD)).headers);
      expect((await who(planted)).status).toBe(200);
      const again = cookieOf((await signIn('ada@acme.example', PASSWORD, { cookie: planted })).headers);
      expect(again).not.toBe(planted);
      expect([(await who(planted)).status, (await who(again)).status]).toEqual([401, 200]);
    });

    it('refuses an unknown name as a wrong password, and says nothing of what the strategy says (D4)', async () => {
      const answers = [await signIn('ada@acme.example', 'wrong'), await signIn('<b>eve</b>', 'wrong')];
      expect(answers.map(({ status, headers }) => [status, setCookies(headers)])).toEqual([
        [401, []],
        [401, []],
      ]);
      expect(answers.map(({ text }) => /no &lt;|<b>eve/.test(text))).toEqual([false, false]);
    });

    it('is 503 while it cannot be asked, which is no guess', async () => {
      isAway = true;
      const away = await signIn('ada@acme.example', PASSWORD);
      expect([away.status, away.text.includes('connection refused')]).toEqual([503, false]);
      expect(fixture.events.filter(({ type }) => type === 'login-failure')).toEqual([]);
      isAway = false;
      expect((await signIn('ada@acme.example', PASSWORD)).status).toBe(303);
    });

    it('is asked no more after too many guesses (D4)', async () => {
      const statuses: number[] = [];
      for (let at = 0; at < 30 && !statuses.includes(429); at += 1) {
        statuses.push((await signIn('ada@acme.example', `wrong-${at}`)).status);
      }
      expect(statuses.at(-1)).toBe(429);
      expect((await signIn('ada@acme.example', PASSWORD)).status).toBe(429);
    });
  },
);
