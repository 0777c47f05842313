/**
 * Signing up, and waiting for approval.
 *
 * @see acceptance.md, statements A68, A78
 */

import { JSON_TYPE } from '@doorward/test-process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const PHRASE = 'seven teal bicycles at noon';
const RIGHTS = { is_superuser: true, is_active: true, roles: ['superuser'], status: 'active' };

describeOnEach('signing up', ({ start }) => {
  describe('with NEW_USER_IS_ACTIVE off', () => {
    let server: FlowBuilder;
    beforeAll(async () => {
      server = await start({ ...SECURE, LANGFLOW_NEW_USER_IS_ACTIVE: 'False' });
    });

    it('makes a user who waits until a superuser activates him (A68)', async () => {
      const ada = new Visitor(server);
      const made = await ada.api('POST', '/users/', { username: 'ada', password: PHRASE });
      expect([made.status, made.json]).toMatchObject([201, { username: 'ada', is_active: false, is_superuser: false }]);
      const waiting = await ada.login('ada', PHRASE);
      expect([waiting.status, waiting.json]).toEqual([403, { detail: 'Waiting for approval' }]);
      const page = await ada.submit('/login', { username: 'ada', password: PHRASE });
      expect([page.status, page.body]).toEqual([403, expect.stringContaining('Waiting for approval')]);
      expect(ada.cookie).toBe('');
      expect((await ada.api('GET', '/flows')).status).toBe(401);

      const superuser = await signedIn(server, SUPERUSER, PASSWORD);
      const active = await superuser.api('PATCH', `/users/${made.json.id}`, { is_active: true });
      expect([active.status, active.json]).toMatchObject([200, { is_active: true }]);
      await signedIn(server, 'ada', PHRASE);
    });

    it.each(['/users', '/users/'])('reads nothing that a stranger says of his rights, at %s (A78)', async (path) => {
      const username = `mallory${path.length}`;
      const made = await new Visitor(server).api('POST', path, { username, password: PHRASE, ...RIGHTS });
      expect([made.status, made.json]).toMatchObject([201, { is_superuser: false, is_active: false }]);
      const login = await new Visitor(server).login(username, PHRASE);
      expect(login.json).toEqual({ detail: 'Waiting for approval' });
    });

    it('refuses names that are taken and passwords that are guessed (A68)', async () => {
      const visitor = new Visitor(server);
      const taken = await visitor.api('POST', '/users/', { username: SUPERUSER.toUpperCase(), password: PHRASE });
      expect([taken.status, taken.json]).toEqual([400, { detail: 'This username is unavailable.' }]);
      expect((await visitor.api('POST', '/users/', { username: 'bob', password: 'short' })).status).toBe(422);
      expect((await visitor.api('POST', '/users/', { username: '', password: PHRASE })).status).toBe(422);
      expect((await visitor.api('POST', '/users/', { username: 'bob' })).status).toBe(422);
      expect((await visitor.send('POST', '/api/v1/users/', JSON_TYPE, '[]')).status).toBe(400);
      expect((await visitor.send('POST', '/api/v1/users/', { 'content-type': 'text/plain' }, '{}')).status).toBe(415);
    });

    it('offers it at the login page', async () => {
      expect((await new Visitor(server).open('/login')).body).toContain('href="/sign-up"');
    });
  });

  it('lets new users in at once with NEW_USER_IS_ACTIVE on, and says so loudly (A68, A78)', async () => {
    const server = await start({ ...SECURE, LANGFLOW_NEW_USER_IS_ACTIVE: 'True' });
    const made = await new Visitor(server).api('POST', '/users/', { username: 'ada', password: PHRASE, ...RIGHTS });
    expect([made.status, made.json]).toMatchObject([201, { is_active: true, is_superuser: false }]);
    const ada = await signedIn(server, 'ada', PHRASE);
    expect((await ada.api('GET', '/users/')).status).toBe(403);
    expect(server.printed()).toContain('LANGFLOW_NEW_USER_IS_ACTIVE is on');
  });

  it('is refused where it is switched off, and superusers still make users (A78)', async () => {
    const server = await start({ ...SECURE, LANGFLOW_ENABLE_SIGNUP: 'False' });
    const refused = await new Visitor(server).api('POST', '/users/', { username: 'ada', password: PHRASE });
    expect([refused.status, refused.json]).toEqual([403, { detail: 'Public user registration is disabled.' }]);
    expect((await new Visitor(server).open('/login')).body).not.toContain('sign-up');
    const superuser = await signedIn(server, SUPERUSER, PASSWORD);
    const made = await superuser.api('POST', '/users/', { username: 'ada', password: PHRASE, is_active: true });
    expect([made.status, made.json]).toMatchObject([201, { is_active: true }]);
    await signedIn(server, 'ada', PHRASE);
  });
});
