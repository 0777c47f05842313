/**
 * Auto login: on for this machine, off for good.
 *
 * @see acceptance.md, statement A63
 */

import { FORM_TYPE, JSON_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, SECURE } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const ON = { LANGFLOW_AUTO_LOGIN: 'True' };

describeOnEach('auto login', ({ start, startInVain, newFolder }) => {
  describe('switched on', () => {
    let server: FlowBuilder;
    beforeAll(async () => {
      server = await start(ON);
    });

    it('opens everything without a login as the default superuser, and says so loudly (A63)', async () => {
      const visitor = new Visitor(server);
      const page = await visitor.open('/flows');
      expect(page.status).toBe(200);
      expect(page.body).toContain('everybody on this machine is <b>langflow</b>, without a password');
      expect(page.body).not.toContain('Sign out');
      for (const path of ['/auto_login', '/users/whoami']) {
        const { status, json } = await visitor.api('GET', path);
        expect([status, json]).toMatchObject([200, { username: 'langflow', is_superuser: true, is_active: true }]);
      }
      expect((await visitor.api('GET', '/users/')).json.total_count).toBe(1);
      expect(server.printed()).toContain('authentication is off');
      expect(server.printed()).toContain('everybody on this machine is signed in as langflow, without a password');
    });

    it('serves this machine alone: another Host or a forwarding header is refused (A63)', async () => {
      for (const headers of [{ host: 'flows.example' }, { 'x-forwarded-for': '203.0.113.7' }]) {
        expect((await new Visitor(server).send('GET', '/api/v1/users/', headers)).status).toBe(403);
      }
    });

    it('takes no form and no script of another site (A63, A76)', async () => {
      const visitor = new Visitor(server);
      const origin = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const form = await visitor.send('POST', '/flows', { ...PAGE, ...FORM_TYPE, ...origin }, 'name=theirs');
      expect(form.status).toBe(403);
      const body = JSON.stringify({ username: 'theirs', password: 'a phrase of another site' });
      expect((await visitor.send('POST', '/api/v1/users/', { ...JSON_TYPE, ...origin }, body)).status).toBe(403);
      expect((await visitor.api('GET', '/flows')).json).toEqual([]);
    });
  });

  it('opens nothing when it is switched off later: the superuser has no default password (A63)', async () => {
    const folder = newFolder();
    await start({ ...ON, LANGFLOW_SUPERUSER_PASSWORD: 'langflow', LANGFLOW_CONFIG_DIR: folder }).then((on) =>
      on.stop(),
    );
    const off = await start({ LANGFLOW_CONFIG_DIR: folder });
    expect((await new Visitor(off).login('langflow', 'langflow')).status).toBe(401);
    expect(off.printed()).toContain('set LANGFLOW_SUPERUSER_PASSWORD and start again');
    expect(off.printed()).not.toContain('open http');
    await off.stop();
    const password = 'herons along the canal';
    const again = await start({ LANGFLOW_SUPERUSER_PASSWORD: password, LANGFLOW_CONFIG_DIR: folder });
    const superuser = await signedIn(again, 'langflow', password);
    expect((await superuser.api('GET', '/users/')).json.total_count).toBe(1);
  });

  it('is off by default: API 401, pages go to /login, and auto_login answers 400 (A63)', async () => {
    for (const env of [SECURE, { ...SECURE, LANGFLOW_AUTO_LOGIN: 'False' }]) {
      const server = await start(env);
      const visitor = new Visitor(server);
      expect((await visitor.api('GET', '/flows')).status).toBe(401);
      expect((await visitor.open('/flows')).headers.location).toBe('/login');
      const answer = await visitor.api('GET', '/auto_login');
      expect([answer.status, answer.json]).toEqual([
        400,
        { detail: { message: 'Auto login is disabled. Please enable it in the settings', auto_login: false } },
      ]);
      await server.stop();
    }
  });

  it('never stands on a network or in production (A63)', async () => {
    const onNetwork = await startInVain({ ...ON, LANGFLOW_HOST: '0.0.0.0' });
    expect([onNetwork.code, onNetwork.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^The server did not start\. LANGFLOW_AUTO_LOGIN: everybody who reaches 0\.0\.0\.0 would be/m,
      ),
    ]);
    const inProduction = await startInVain({ ...ON, NODE_ENV: 'production' });
    expect([inProduction.code, inProduction.stderr]).toEqual([
      1,
      expect.stringMatching(/^The server did not start\. LANGFLOW_AUTO_LOGIN: .*NODE_ENV/m),
    ]);
  });
});
