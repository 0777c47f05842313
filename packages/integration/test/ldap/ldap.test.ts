import { createServer } from 'node:http';
import type { DoorwardOptions } from '@doorward/auth';
import type { LdapOptions } from '@doorward/ldap';
import {
  ADA,
  BASE_DN,
  type Directory,
  describeWithSlapd,
  GRACE,
  SERVICE,
  startDirectory,
} from '@doorward/test-directory';
import {
  basic,
  CANARY,
  cookieOf,
  cookiesOf,
  type Fixture,
  givenUser,
  PAGE,
  PASSWORD,
  SCRIPT,
  SQLITE,
  startFixture,
} from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { stop } from '../outer-servers.ts';

describeWithSlapd('LDAP', (program) => {
  let slapd: Directory;

  beforeAll(async () => {
    slapd = await startDirectory(program);
  });

  afterAll(() => slapd.close());

  describe.each(FRAMEWORKS.map((harness) => [harness.name, harness] as const))('on %s', (_name, harness) => {
    let fixture: Fixture;
    let data: Awaited<ReturnType<typeof SQLITE.open>>;
    const warnings: string[] = [];

    const ldap = (options: Partial<LdapOptions> = {}): LdapOptions => ({
      url: slapd.tlsUrl,
      tls: { ca: slapd.ca },
      bindDn: SERVICE.dn,
      bindPassword: SERVICE.password,
      baseDn: BASE_DN,
      roles: { mapping: { admins: 'analyst' } },
      timeoutMs: 20_000,
      ...options,
    });

    async function start(options: DoorwardOptions): Promise<void> {
      const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
      const roles = { roleMapping: { analyst: ['reports:read'] } };
      fixture = await startFixture(harness, { options: { token: undefined, log, roles, ...options } });
    }

    beforeEach(async () => {
      warnings.length = 0;
      data = await SQLITE.open();
    });

    afterEach(async () => {
      await fixture.close();
      await data.close();
      await slapd.start();
    });

    const signIn = ({ uid: username, password }: Pick<typeof ADA, 'uid' | 'password'>, headers = {}) =>
      fixture.http
        .post('/auth/login')
        .type('form')
        .set({ ...PAGE, 'sec-fetch-site': 'same-origin', ...headers })
        .send({ username, password })
        .redirects(0);

    const failures = (): number => fixture.events.filter(({ type }) => type === 'login-failure').length;

    it('signs in by the form, with the roles of the groups (A20, A22)', async () => {
      await start({ ldap: ldap() });
      const answer = await signIn(ADA);
      expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
      const headers = { ...SCRIPT, cookie: cookieOf(answer.headers) };
      expect((await fixture.http.get('/reports').set(headers)).text).toContain(CANARY);
      expect((await fixture.http.get('/permission').set(headers)).status).toBe(200);
      expect((await fixture.http.get('/auth/me').set(headers)).body).toMatchObject({
        id: expect.stringMatching(/^ldap:[0-9a-f-]{36}$/),
        name: ADA.name,
        email: ADA.mail,
        roles: ['analyst'],
      });
    });

    it('signs in without a role whose groups give none: known, and without rights (A22)', async () => {
      await start({ ldap: ldap() });
      const headers = { ...SCRIPT, cookie: cookieOf((await signIn(GRACE)).headers) };
      expect((await fixture.http.get('/reports').set(headers)).status).toBe(200);
      expect((await fixture.http.get('/permission').set(headers)).status).toBe(403);
    });

    it('answers the same for an unknown name, a wrong password and no access (A24, D4)', async () => {
      await start({ ldap: ldap({ accessFilter: '(&(cn=admins)(member={user_dn}))' }) });
      const attempts = [{ uid: 'nobody', password: 'wrong' }, { ...ADA, password: 'wrong' }, GRACE];
      const texts = new Set<string>();
      for (const each of attempts) {
        const answer = await signIn(each);
        expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
        texts.add(answer.text.replaceAll(each.uid, ''));
      }
      expect([texts.size, failures()]).toEqual([1, 3]);
    });

    it('takes the Basic header where that is switched on (A20)', async () => {
      await start({ ldap: ldap(), accounts: { basic: true }, ...data.options });
      const who = async (password: string) =>
        (await fixture.http.get('/reports').set({ ...SCRIPT, authorization: basic(ADA.uid, password) })).status;
      expect([await who(ADA.password), await who('wrong'), await who('')]).toEqual([200, 401, 401]);
    });

    it('is 503 while the directory is away: no guess is counted, and the log says why (A23, F21)', async () => {
      await start({ ldap: ldap() });
      await slapd.stop();
      for (let time = 0; time < 25; time += 1) {
        expect((await signIn({ ...ADA, password: `try-${time}` })).status).toBe(503);
      }
      expect(failures()).toBe(0);
      expect(warnings).toEqual([expect.stringContaining('[ldap/unreachable]')]);
      await slapd.start();
      expect((await signIn(ADA)).status).toBe(303);
    });

    it('keeps who is signed in, with the rights of the sign-in, while the directory is away (F23)', async () => {
      await start({ ldap: ldap() });
      const headers = { ...SCRIPT, cookie: cookieOf((await signIn(ADA)).headers) };
      await slapd.stop();
      expect((await fixture.http.get('/permission').set(headers)).status).toBe(200);
      fixture.advance(15 * 24 * 60 * 60);
      expect((await fixture.http.get('/permission').set(headers)).status).toBe(401);
    });

    it('lets local accounts in beside the directory, also while that is away (F21)', async () => {
      await start({ ldap: ldap(), accounts: true, ...data.options });
      const { username = '' } = await givenUser(fixture.auth, { username: 'local', roles: ['viewer'] });
      expect((await signIn({ uid: username, password: PASSWORD })).status).toBe(303);
      await slapd.stop();
      expect((await signIn({ uid: username, password: PASSWORD })).status).toBe(303);
      expect((await signIn({ uid: username, password: 'wrong' })).status).toBe(503);
    });

    it('lets nobody in by a local password where those are switched off, by no way (A20)', async () => {
      await start({ accounts: true, ...data.options });
      await givenUser(fixture.auth, { username: 'local', roles: ['owner'] });
      await fixture.close();
      const accounts = { basic: true, passwords: false, provisioning: 'once' as const };
      await start({ ldap: ldap(), accounts, tokens: { passwordGrant: true }, ...data.options });
      const local = { uid: 'local', password: PASSWORD };
      expect((await signIn(local)).status).toBe(401);
      const authorization = basic('local', PASSWORD);
      expect((await fixture.http.get('/reports').set({ ...SCRIPT, authorization })).status).toBe(401);
      const grant = { grant_type: 'password', username: 'local', password: PASSWORD };
      expect((await fixture.http.post('/auth/token').type('form').send(grant)).status).toBe(400);
      expect((await signIn(ADA)).status).toBe(303);
    });

    it('makes an account of who signs in, in place of a link to set one up (A20)', async () => {
      const accounts = { passwords: false, provisioning: 'each-time' as const };
      const mapping = { admins: 'owner' };
      await start({ ldap: ldap({ roles: { mapping } }), accounts, roles: undefined, ...data.options });
      const cookie = cookiesOf((await signIn(ADA)).headers);
      const me = (await fixture.http.get('/auth/me').set({ ...SCRIPT, cookie })).body;
      expect(me).toMatchObject({ name: ADA.name, roles: ['owner'] });
    });

    it('prints no link to set up an owner where passwords sign nobody in', async () => {
      await start({ ldap: ldap(), accounts: { passwords: false }, ...data.options });
      const server = createServer();
      fixture.auth.attach(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      expect(await fixture.auth.signInUrl).toBeNull();
      await stop(server);
    });

    it('counts guesses by the name, wherever they come from, and however it is written (D4)', async () => {
      await start({ ldap: ldap(), trustProxy: 1 });
      const statuses: number[] = [];
      for (let at = 0; at < 12; at += 1) {
        const uid = ['ada', 'ADA', ' ada ', 'a\u00adda'][at % 4] ?? '';
        statuses.push((await signIn({ uid, password: `wrong-${at}` }, { 'x-forwarded-for': `10.0.${at}.1` })).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
      expect((await signIn(ADA, { 'x-forwarded-for': '10.9.9.9' })).status).toBe(429);
      expect((await signIn(GRACE, { 'x-forwarded-for': '10.9.9.9' })).status).toBe(303);
    });

    it('begins a new session: one from before is over (S1)', async () => {
      await start({ ldap: ldap() });
      const before = cookieOf((await signIn(GRACE)).headers);
      const after = cookieOf((await signIn(ADA, { cookie: before })).headers);
      expect(after).not.toBe(before);
      expect((await fixture.http.get('/reports').set({ ...SCRIPT, cookie: before })).status).toBe(401);
    });
  });
});
