import { createPassportDirectory } from '@doorward/passport';
import {
  ADA,
  type Directory,
  describeWithSlapd,
  GRACE,
  PEOPLE_DN,
  SERVICE,
  startDirectory,
} from '@doorward/test-directory';
import { cookieOf, type Fixture, PAGE, SCRIPT, startFixture } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import LdapStrategy from 'passport-ldapauth';
import { FRAMEWORKS } from '../accounts/frameworks.ts';

interface Person {
  readonly uid: string;
  readonly cn: string;
  readonly mail: string;
}

describeWithSlapd('passport-ldapauth', (program) => {
  let directory: Directory;

  beforeAll(async () => {
    directory = await startDirectory(program);
  });

  afterAll(() => directory.close());

  const strategyAt = (url: string): LdapStrategy =>
    new LdapStrategy({
      server: {
        url,
        bindDN: SERVICE.dn,
        bindCredentials: SERVICE.password,
        searchBase: PEOPLE_DN,
        searchFilter: '(uid={{username}})',
        tlsOptions: { ca: [directory.ca] },
        connectTimeout: 10_000,
        timeout: 10_000,
      },
    });

  describe.each(FRAMEWORKS.map((harness) => [harness.name, harness] as const))('on %s', (_name, harness) => {
    let fixture: Fixture;

    beforeEach(async () => {
      const staff = createPassportDirectory({
        id: 'staff',
        strategy: strategyAt(directory.tlsUrl),
        identity: ({ uid, cn, mail }: Person) => ({ subject: uid, name: cn, email: mail, roles: [] }),
      });
      fixture = await startFixture(harness, { options: { directories: [staff] } });
    });

    afterEach(() => fixture.close());

    const signIn = (username: string, password: string) =>
      fixture.http
        .post('/auth/login')
        .type('form')
        .set({ ...PAGE, 'sec-fetch-site': 'same-origin' })
        .send({ username, password })
        .redirects(0);

    it('signs in who is in the directory, over TLS', async () => {
      for (const person of [ADA, GRACE]) {
        const answer = await signIn(person.uid, person.password);
        expect(answer.status).toBe(303);
        const cookie = cookieOf(answer.headers);
        const me = await fixture.http.get('/auth/me').set({ ...SCRIPT, cookie });
        expect(me.body).toMatchObject({ id: `staff:${person.uid}`, name: person.name, email: person.mail });
      }
    });

    it('signs in nobody by a wrong or empty password, an unknown name, or one that is a filter (A23, D4)', async () => {
      for (const [name, password] of [
        [ADA.uid, 'wrong'],
        ['nobody', ADA.password],
        ['*', ADA.password],
        ['a*', ADA.password],
        [`${ADA.uid})(uid=*`, ADA.password],
        [`${ADA.uid}\\00`, ADA.password],
        [`${ADA.uid}\u0007`, ADA.password],
        [`\u0001${ADA.uid}\ufffc`, ADA.password],
      ] as const) {
        expect([name, (await signIn(name, password)).status]).toEqual([name, 401]);
      }
      for (const [name, password] of [
        [ADA.uid, ''],
        ['', ADA.password],
      ] as const) {
        expect((await signIn(name, password)).status).toBeGreaterThanOrEqual(400);
      }
    });

    it('is 503 while the directory is away, which is no guess, and signs in when it is back (A23)', async () => {
      await directory.stop();
      const away = await signIn(ADA.uid, ADA.password);
      await directory.start();
      expect([away.status, fixture.events.filter(({ type }) => type === 'login-failure')]).toEqual([503, []]);
      expect((await signIn(ADA.uid, ADA.password)).status).toBe(303);
    });
  });

  it('is refused where the certificate is by nobody who is trusted', async () => {
    const other = await startDirectory(program, { certificate: 'self-signed' });
    const staff = createPassportDirectory({
      id: 'staff',
      strategy: strategyAt(other.tlsUrl),
      identity: () => ({ subject: 'x', roles: [] }),
    });
    const attempt = { name: ADA.uid, password: ADA.password };
    await expect(staff.authenticate(attempt)).rejects.toMatchObject({ code: 'passport/strategy-failed' });
    await other.close();
  });
});
