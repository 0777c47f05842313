/**
 * The secret key, and what stops the start.
 *
 * @see acceptance.md, statements A75, A76
 */

import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeOnEach, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const KEY = 'kq7-J2vTz_0mWx4Rb9LdYs3HnCf8GpUe1';
const OTHER_KEY = 'Zt5_bN8rQe2-XwKj6VmPa0LcSh9DyGu4';

describeOnEach('the secret key', ({ start, startInVain, newFolder, share }) => {
  it('is made and kept with a warning where none is configured, and sessions outlive a restart (A75)', async () => {
    const folder = newFolder();
    const first = await start({ ...SECURE, LANGFLOW_CONFIG_DIR: folder });
    const file = join(folder, 'secret');
    expect(first.printed()).toContain(`no secret is configured, so one was made: ${file}`);
    expect(statSync(file).mode & 0o077).toBe(0);
    const secret = readFileSync(file, 'utf8');
    expect(secret.trim().length).toBeGreaterThanOrEqual(32);
    expect(first.printed()).not.toContain(secret.trim());
    const visitor = await signedIn(first, SUPERUSER, PASSWORD);
    await first.stop();
    const second = await start({ ...SECURE, LANGFLOW_CONFIG_DIR: folder });
    expect(readFileSync(file, 'utf8')).toBe(secret);
    expect(second.printed()).not.toContain('no secret is configured');
    expect((await visitor.at(second).api('GET', '/users/whoami')).json).toMatchObject({ username: SUPERUSER });
  });

  it('makes instances accept the sessions of each other; another key does not (A75)', async () => {
    const env = { ...SECURE, LANGFLOW_CONFIG_DIR: newFolder(), LANGFLOW_SECRET_KEY: KEY };
    const [first, second] = [await start(env), await start(env)];
    const visitor = await signedIn(first, SUPERUSER, PASSWORD);
    expect((await visitor.at(second).api('GET', '/users/whoami')).json).toMatchObject({ username: SUPERUSER });
    const other = await start({ ...env, LANGFLOW_SECRET_KEY: OTHER_KEY });
    expect((await visitor.at(other).api('GET', '/users/whoami')).status).toBe(401);
    expect((await visitor.at(second).api('POST', '/logout')).status).toBe(200);
    // The first instance learns of it from the store, within 250 ms.
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await visitor.api('GET', '/users/whoami')).status).toBe(401);
  });

  const wrong: [what: string, env: Record<string, string>, line: RegExp][] = [
    ['a short key (A75)', { LANGFLOW_SECRET_KEY: 'too-short' }, /LANGFLOW_SECRET_KEY: has 9 characters, at least 32/],
    ['a repeated key (A75)', { LANGFLOW_SECRET_KEY: 'a'.repeat(40) }, /LANGFLOW_SECRET_KEY: can be guessed/],
    [
      'the key of the documentation (A75)',
      { LANGFLOW_SECRET_KEY: 'dBuuuB_FHLvU8T9eUNlxQF9ppqRxwWpXXQ42kM2_fb' },
      /LANGFLOW_SECRET_KEY: stands in the documentation/,
    ],
    ['a default password (A64)', { LANGFLOW_SUPERUSER_PASSWORD: 'langflow' }, /LANGFLOW_SUPERUSER_PASSWORD: stands in/],
    [
      'the password of the documentation (A64)',
      { LANGFLOW_SUPERUSER_PASSWORD: 'securepassword' },
      /LANGFLOW_SUPERUSER_PASSWORD: stands in/,
    ],
    [
      'a short password (A64)',
      { LANGFLOW_SUPERUSER_PASSWORD: 'x9-Kd' },
      /LANGFLOW_SUPERUSER_PASSWORD: Use at least 15/,
    ],
    ['any origin (A76)', { LANGFLOW_CORS_ORIGINS: '*' }, /LANGFLOW_CORS_ORIGINS: with "\*" every website could act/],
    ['an origin that is none (A76)', { LANGFLOW_CORS_ORIGINS: 'studio' }, /LANGFLOW_CORS_ORIGINS: is not an origin/],
    ['a switch that is none', { LANGFLOW_AUTO_LOGIN: 'maybe' }, /LANGFLOW_AUTO_LOGIN: write True or False/],
    ['another switch', { LANGFLOW_NEW_USER_IS_ACTIVE: '2' }, /LANGFLOW_NEW_USER_IS_ACTIVE: write True or False/],
    [
      'a time that is none (A65)',
      { LANGFLOW_ACCESS_TOKEN_EXPIRE_SECONDS: '1h' },
      /LANGFLOW_ACCESS_TOKEN_EXPIRE_SECONDS: write a whole number of seconds/,
    ],
    [
      'no time at all (A65)',
      { LANGFLOW_REFRESH_TOKEN_EXPIRE_SECONDS: '0' },
      /LANGFLOW_REFRESH_TOKEN_EXPIRE_SECONDS: write a whole number/,
    ],
    ['a cookie that cannot be', { LANGFLOW_ACCESS_COOKIE: 'a b' }, /LANGFLOW_ACCESS_COOKIE: write 1 to 64 letters/],
    [
      'one cookie for both',
      { LANGFLOW_REFRESH_COOKIE: 'access_token_lf' },
      /LANGFLOW_ACCESS_COOKIE: both have one name/,
    ],
    ['a port that is none', { LANGFLOW_PORT: '70000' }, /LANGFLOW_PORT: write a number/],
    ['an address that is none', { LANGFLOW_HOST: 'nowhere.invalid' }, /LANGFLOW_HOST and LANGFLOW_PORT/],
    ['a wrong option of Doorward', { DOORWARD_TRUST_PROXY: '99' }, /trustProxy/],
  ];
  it.each(share(wrong))('stops the start with one line and code 1: %s', async (_what, variables, line) => {
    const { code, stdout, stderr } = await startInVain({ ...SECURE, ...variables });
    const lines = stderr.trimEnd().split('\n');
    expect([code, stdout, lines.at(-1)]).toEqual([1, '', expect.stringMatching(line)]);
    expect(lines.at(-1)).toMatch(/^The server did not start\. /);
    expect(lines.filter((text) => !text.startsWith('Doorward: no secret'))).toHaveLength(1);
  });

  it('says when the port is taken, and which variables have no effect', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = String((other.address() as AddressInfo).port);
    const { code, stderr } = await startInVain({ ...SECURE, LANGFLOW_PORT: taken, LANGFLOW_CACHE_TYPE: 'redis' });
    await new Promise((resolve) => other.close(resolve));
    expect([code, stderr]).toEqual([1, expect.stringContaining(`port ${taken} (EADDRINUSE)`)]);
    expect(stderr).toContain('LANGFLOW_CACHE_TYPE has no effect here');
  });

  describe('from Doorward’s own variables', () => {
    it('is taken as well, with all else that they set', async () => {
      const server = await start({
        DOORWARD_SECRET: KEY,
        DOORWARD_OWNER_USERNAME: 'root',
        DOORWARD_OWNER_PASSWORD: PASSWORD,
        DOORWARD_SIGN_UP: 'off',
        DOORWARD_BASE_PATH: '/studio',
      });
      expect(server.printed()).not.toContain('no secret is configured');
      const visitor = new Visitor(server);
      const login = await visitor.submit('/studio/login', { username: 'root', password: PASSWORD });
      expect([login.status, login.headers.location]).toEqual([303, '/studio/flows']);
      const page = await visitor.open('/studio/flows');
      expect([page.status, page.body.match(/(?:href|action|src)="\/(?!studio\/)/g)]).toEqual([200, null]);
      const made = await new Visitor(server).send(
        'POST',
        '/studio/api/v1/users/',
        { 'content-type': 'application/json' },
        JSON.stringify({ username: 'ada', password: PASSWORD }),
      );
      expect([made.status, made.json]).toEqual([403, { detail: 'Public user registration is disabled.' }]);
    });
  });
});
