/**
 * The start: what the variables do, who is the first owner, and what stops it.
 *
 * @see acceptance.md, statements A2, A3, A4
 */

import { afterEach, describe, expect, it } from '@jest/globals';
import { clientOf, cookieOf, ERRORS, errorOf, PAGE, signIn } from './client.ts';
import { makeFolder } from './data-folder.ts';
import { FRAMEWORKS, type StartOptions, startInVain, startTool, type Tool } from './tool-process.ts';

const OWNER = { DEFAULT_OWNER_PASSWORD: 'copper-window-seven' };
const LDAP = { AUTHENTICATION_MODE: 'ldap', LDAP_SERVER: 'ldap.example', LDAP_BASE_DN: 'dc=example' };
const KNOWN = { DEFAULT_OWNER_PASSWORD: 'admin' };

describe.each(FRAMEWORKS)('the start on %s', (framework) => {
  const running: Tool[] = [];

  async function start(options: StartOptions = {}): Promise<Tool> {
    const tool = await startTool(framework, options);
    running.push(tool);
    return tool;
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map((tool) => tool.stop()));
  });

  it('lets everybody on this machine in with the login off, without a redirect (A2)', async () => {
    const ask = clientOf(await start({ env: { REQUIRE_USER_AUTHENTICATION: '0' } }));
    for (const path of ['/', '/pipelines', '/pipelines/clickstream']) {
      const { status, body } = await ask(path, { headers: PAGE });
      expect([path, status, body.includes('login is off')]).toEqual([path, 200, true]);
    }
    expect((await ask('/api/pipelines', { json: { pipeline: { name: 'Mine' } } })).status).toBe(200);
    expect((await ask('/api/statuses')).json.statuses[0].require_user_authentication).toBe(false);
    const json = { session: { username: 'admin', password: 'admin' } };
    expect(errorOf(await ask('/api/sessions', { json }))).toEqual(ERRORS[402]);
    expect((await ask('/', { headers: ['X-Forwarded-For: 192.0.2.1', ...PAGE] })).status).toBe(403);
  });

  it('asks everybody to sign in when nothing is configured, and prints a link to set up the first owner (A1, A3)', async () => {
    const tool = await start();
    const ask = clientOf(tool);
    expect((await ask('/', { headers: PAGE })).header('location')).toBe('/sign-in');
    const { pathname, searchParams } = new URL(tool.openUrl);
    expect([pathname, searchParams.get('ticket')?.length ?? 0]).toEqual(['/sign-in/link', expect.any(Number)]);
    const link = pathname + new URL(tool.openUrl).search;
    expect((await ask(link, { headers: PAGE })).status).toBe(200);
    const password = 'copper-window-seven';
    const form = { username: 'olga', email: 'olga@example.com', password, repeat: password };
    const made = await ask(link, { form: { ...form, ticket: searchParams.get('ticket') ?? '' } });
    expect(made.status).toBe(303);
    const cookie = await signIn(ask, 'olga@example.com', password);
    expect((await ask('/api/users', { cookie })).json.users[0]).toMatchObject({ username: 'olga', owner: true });
    await tool.stop();
    expect((await start({ folder: tool.folder })).openUrl).toBe('');
  });

  it('makes the configured owner once, whatever is configured later (A3)', async () => {
    const owner = { ...OWNER, DEFAULT_OWNER_USERNAME: 'olga', DEFAULT_OWNER_EMAIL: 'olga@example.com' };
    const first = await start({ env: owner });
    expect(first.openUrl).toBe('');
    await signIn(clientOf(first), 'olga', OWNER.DEFAULT_OWNER_PASSWORD);
    await first.stop();
    const env = { DEFAULT_OWNER_USERNAME: 'otto', DEFAULT_OWNER_PASSWORD: 'another-good-password' };
    const ask = clientOf(await start({ env, folder: first.folder }));
    const cookie = await signIn(ask, 'olga@example.com', OWNER.DEFAULT_OWNER_PASSWORD);
    const { users } = (await ask('/api/users', { cookie })).json;
    expect(users.map((user: { username: string }) => user.username)).toEqual(['olga']);
    await expect(signIn(ask, 'otto', env.DEFAULT_OWNER_PASSWORD)).rejects.toThrow('404');
  });

  it('lets the default owner in on this machine, to change the password and nothing else (A3, A4)', async () => {
    const tool = await start({ env: KNOWN });
    const ask = clientOf(tool);
    expect(tool.printed()).toContain('the first owner has a well-known password');
    const json = { session: { email: 'admin@admin.com', password: 'admin' } };
    const cookie = cookieOf(await ask('/api/sessions', { json }));
    expect(errorOf(await ask('/api/pipelines', { cookie }))).toEqual(ERRORS[403]);
    expect((await ask('/', { headers: PAGE, cookie })).header('location')).toBe('/settings/account/password');
    const elsewhere = await ask('/api/sessions', { json, headers: ['X-Forwarded-For: 192.0.2.1'] });
    expect([...errorOf(elsewhere), cookieOf(elsewhere)]).toEqual([...ERRORS[404], '']);
    const form = { current: 'admin', password: 'copper-window-seven', repeat: 'copper-window-seven' };
    const changed = await ask('/settings/account/password', { form, cookie });
    expect(changed.status).toBe(303);
    expect((await ask('/api/pipelines', { cookie: cookieOf(changed) })).status).toBe(200);
    await expect(signIn(ask, 'admin', 'admin')).rejects.toThrow('404');
  });

  it('keeps everything below a base path (A61)', async () => {
    const tool = await start({ env: { ...OWNER, MAGE_BASE_PATH: 'tools/sluice' } });
    expect(tool.readyUrl).toBe(`http://127.0.0.1:${tool.port}/tools/sluice/`);
    const ask = clientOf(tool);
    const json = { session: { username: 'admin', password: OWNER.DEFAULT_OWNER_PASSWORD } };
    const signedIn = await ask('/tools/sluice/api/sessions', { json });
    expect(signedIn.all('set-cookie')[0]).toContain('Path=/tools/sluice;');
    const cookie = cookieOf(signedIn);
    for (const path of [
      '/',
      '/pipelines',
      '/pipelines/clickstream',
      '/settings/workspace/users',
      '/settings/account',
    ]) {
      const { status, body } = await ask(`/tools/sluice${path}`, { headers: PAGE, cookie });
      expect([path, status]).toEqual([path, 200]);
      expect(body.match(/(?:href|src|action|data-socket)="\/(?!tools\/sluice\/)[^"]*/g)).toBeNull();
    }
    expect((await ask('/tools/sluice/nowhere', { headers: PAGE, cookie })).body).toContain('There is no such page');
    expect(errorOf(await ask('/tools/sluice/api/nowhere', { cookie }))).toEqual(ERRORS[404]);
  });

  it('takes no flags, and explains its variables', async () => {
    const { code, stdout } = await startInVain(framework, { flags: ['--help'], folder: makeFolder() });
    expect([code, stdout]).toEqual([0, expect.stringContaining('MAGE_ACCESS_TOKEN_EXPIRY_TIME')]);
    expect((await startInVain(framework, { flags: ['--port', '1'] })).stderr).toContain('--port: there are no flags');
  });
});

const refusals: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['the default password on a network (A4)', { ...KNOWN, HOST: '0.0.0.0' }, /well-known password.*beyond this machine/],
  [
    'the default password in production (A4)',
    { ...KNOWN, NODE_ENV: 'production' },
    /well-known.*DEFAULT_OWNER_PASSWORD/,
  ],
  ['no login on a network', { REQUIRE_USER_AUTHENTICATION: '0', HOST: '0.0.0.0' }, /beyond this machine/],
  [
    'a switch that is none',
    { REQUIRE_USER_AUTHENTICATION: 'maybe' },
    /REQUIRE_USER_AUTHENTICATION maybe: write 1 or 0/,
  ],
  [
    'a lifetime that is none',
    { MAGE_ACCESS_TOKEN_EXPIRY_TIME: '30d' },
    /MAGE_ACCESS_TOKEN_EXPIRY_TIME 30d: write a whole/,
  ],
  ['a mode that is none', { AUTHENTICATION_MODE: 'kerberos' }, /AUTHENTICATION_MODE kerberos: write LOCAL or LDAP/],
  ['LDAP without a server', { AUTHENTICATION_MODE: 'LDAP' }, /LDAP_SERVER is missing/],
  ['LDAP in clear', { ...LDAP, LDAP_SERVER: 'ldap://ldap.example' }, /ldap\.url.*clear.*LDAP_SERVER/],
  [
    'a filter for everybody',
    { ...LDAP, LDAP_AUTHENTICATION_FILTER: '(cn=*)' },
    /userFilter.*LDAP_AUTHENTICATION_FILTER/,
  ],
  [
    'a mapping that is no JSON',
    { ...LDAP, LDAP_ROLES_MAPPING: "{'Admin': ['Admin']}" },
    /LDAP_ROLES_MAPPING: write a JSON/,
  ],
  ['a mapping to no role', { ...LDAP, LDAP_ROLES_MAPPING: '{"Admin":["Root"]}' }, /LDAP_ROLES_MAPPING: the roles are/],
  ['access that is no role', { ...LDAP, LDAP_DEFAULT_ACCESS: 'root' }, /LDAP_DEFAULT_ACCESS: the roles are/],
  ['an owner with a password beside LDAP', { ...LDAP, ...OWNER }, /accounts\.owner.*DEFAULT_OWNER_PASSWORD/],
  ['a short password', { DEFAULT_OWNER_PASSWORD: 'sesame7' }, /at least 8 characters.*DEFAULT_OWNER_PASSWORD/],
  ['an owner without a password', { DEFAULT_OWNER_EMAIL: 'a@example.com' }, /DEFAULT_OWNER_PASSWORD is missing/],
  ['an address that is none', { ...OWNER, DEFAULT_OWNER_EMAIL: 'olga' }, /e-mail address.*DEFAULT_OWNER_EMAIL/],
  ['a base path that is none', { MAGE_BASE_PATH: 'a/../b' }, /basePath.*MAGE_BASE_PATH/],
  ['a port that is none', { PORT: 'http' }, /PORT http: write a whole number/],
  ['a host that is none', { HOST: 'nowhere.invalid' }, /cannot listen on nowhere\.invalid.*HOST/],
];
describe('the start stops', () => {
  /** Each on another framework: they share the file that says so. */
  it.each(refusals.map((refusal, index) => [...refusal, FRAMEWORKS[index % 3] ?? 'express'] as const))(
    'at %s with one line that says why',
    async (_what, env, line, framework) => {
      const { code, stdout, stderr } = await startInVain(framework, { env });
      const said = stderr
        .trimEnd()
        .split('\n')
        .filter((text) => !text.startsWith('Doorward: '));
      expect([code, said]).toEqual([1, [expect.stringMatching(line)]]);
      expect(stdout).not.toMatch(/^ready /m);
    },
  );
});
