/**
 * AUTHENTICATION_MODE=ldap: names and passwords of a directory, by the page and by the API.
 *
 * @see acceptance.md, statements A20 to A25
 */

import {
  ADA,
  BASE_DN,
  type Directory,
  describeWithSlapd,
  GRACE,
  GROUPS_DN,
  SERVICE,
  startDirectory,
} from '@doorward/test-directory';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { clientOf, cookieOf, ERRORS, errorOf, signIn } from './client.ts';
import { makeFolderWith, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

describeWithSlapd('signing in by LDAP', (program) => {
  let slapd: Directory;

  beforeAll(async () => {
    slapd = await startDirectory(program);
  });

  afterAll(() => slapd.close());

  describe.each(FRAMEWORKS)('on %s', (framework) => {
    const running: Tool[] = [];

    afterEach(async () => {
      await Promise.all(running.splice(0).map((tool) => tool.stop()));
      await slapd.start();
    });

    /** The variables as Mage documents them. */
    async function start(env: Readonly<Record<string, string>> = {}, folder?: string): Promise<Tool> {
      const variables = {
        AUTHENTICATION_MODE: 'LDAP',
        LDAP_SERVER: slapd.url,
        LDAP_BIND_DN: SERVICE.dn,
        LDAP_BIND_PASSWORD: SERVICE.password,
        LDAP_BASE_DN: BASE_DN,
        LDAP_AUTHENTICATION_FILTER: '(&(|(objectClass=inetOrgPerson)(objectClass=groupOfNames))(uid={username}))',
        LDAP_GROUP_FIELD: 'memberOf',
        LDAP_ROLES_MAPPING: JSON.stringify({ [`cn=admins,${GROUPS_DN}`]: ['Admin'], staff: ['Editor', 'Viewer'] }),
        ...env,
      };
      const tool = await startTool(framework, { env: variables, ...(folder === undefined ? {} : { folder }) });
      running.push(tool);
      return tool;
    }

    const attempt = (tool: Tool, { uid, password }: Pick<typeof ADA, 'uid' | 'password'>) =>
      clientOf(tool)('/api/sessions', { json: { session: { email: uid, password } } });

    it('takes the password of the directory, by the API and the page, and gives the roles of its groups (A20, A22)', async () => {
      const tool = await start();
      const answer = await attempt(tool, ADA);
      expect([answer.status, answer.json.session.user.username]).toEqual([200, ADA.uid]);
      expect(answer.json.session.user.roles_new).toEqual([{ id: 'admin', name: 'Admin' }]);
      const ask = clientOf(tool);
      const page = await ask('/sign-in', {
        form: { username: GRACE.uid, password: GRACE.password, next: '/pipelines' },
      });
      expect(page.header('location')).toBe('/pipelines');
      const { users } = (await ask('/api/users', { cookie: cookieOf(answer) })).json;
      expect(users).toMatchObject([{ username: GRACE.uid, roles_display: 'Viewer, Editor' }]);
    });

    it('takes no local password, and prints no link for an owner (A20)', async () => {
      const { folder } = await makeFolderWith(['olga']);
      const tool = await start({}, folder);
      expect(errorOf(await attempt(tool, { uid: 'olga', password: passwordOf('olga') }))).toEqual(ERRORS[404]);
      expect((await attempt(tool, ADA)).status).toBe(200);
      expect((await start()).openUrl).toBe('');
    });

    it('lets in whom the authorization filter finds (A21)', async () => {
      const filter = '(&(objectClass=groupOfNames)(cn=admins)(member={user_dn}))';
      const tool = await start({ LDAP_AUTHORIZATION_FILTER: filter });
      expect((await attempt(tool, ADA)).status).toBe(200);
      const refused = await attempt(tool, GRACE);
      const wrong = await attempt(tool, { ...ADA, password: 'wrong' });
      const unknown = await attempt(tool, { uid: '*', password: ADA.password });
      expect(errorOf(refused)).toEqual(ERRORS[404]);
      expect([wrong.body, unknown.body]).toEqual([refused.body, refused.body]);
    });

    it('gives the default access, or no role at all: signed in, and nothing else (A22)', async () => {
      const mapping = { LDAP_ROLES_MAPPING: '{}' };
      const tool = await start(mapping);
      const cookie = await signIn(clientOf(tool), ADA.uid, ADA.password);
      expect(errorOf(await clientOf(tool)('/api/pipelines', { cookie }))).toEqual(ERRORS[403]);
      const open = await start({ ...mapping, LDAP_DEFAULT_ACCESS: 'Viewer' });
      const viewer = await signIn(clientOf(open), ADA.uid, ADA.password);
      expect((await clientOf(open)('/api/pipelines', { cookie: viewer })).status).toBe(200);
    });

    it('makes the named person the owner, however he is spelled, and nobody else (A25)', async () => {
      const tool = await start({ LDAP_ADMIN_USERNAME: 'Ada' });
      expect((await attempt(tool, GRACE)).json.session.user.owner).toBe(false);
      const answer = await attempt(tool, ADA);
      expect(answer.json.session.user.owner).toBe(true);
      const { users } = (await clientOf(tool)('/api/users', { cookie: cookieOf(answer) })).json;
      expect(users).toHaveLength(2);
    });

    it('follows the groups at each sign-in where that is switched on, and not otherwise (A24)', async () => {
      const dn = `cn=short,${GROUPS_DN}`;
      const mapping = { LDAP_ROLES_MAPPING: '{"short":["Admin"]}' };
      const roles = async (tool: Tool) => (await attempt(tool, ADA)).json.session.user.roles_display;
      await slapd.add(dn, { objectClass: 'groupOfNames', cn: 'short', member: ADA.dn });
      const [follows, keeps] = [await start({ ...mapping, UPDATE_ROLES_ON_LOGIN: '1' }), await start(mapping)];
      expect([await roles(follows), await roles(keeps)]).toEqual(['Admin', 'Admin']);
      await slapd.remove(dn);
      expect([await roles(follows), await roles(keeps)]).toEqual([null, 'Admin']);
    });

    it('says that it cannot tell while the directory is away (A23)', async () => {
      const tool = await start();
      await slapd.stop();
      const answer = await attempt(tool, ADA);
      expect(errorOf(answer)).toEqual([503, 503, 503, 'api_resource_error']);
      expect(answer.body).not.toContain('password');
      expect(tool.printed()).toContain('[ldap/unreachable]');
      expect(tool.printed()).not.toContain(ADA.password);
    });
  });
});
