import { expect, it } from '@jest/globals';
import { browserAt, OWN, signInWith } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

const USERS = {
  'member-key-1': { id: 'member', roles: ['org:member'] },
  'several-key-1': { id: 'several', roles: ['org:writer', 'org:member'] },
  'unknown-key-1': { id: 'unknown', roles: ['org:guest'] },
  'mixed-key-1': { id: 'mixed', roles: ['org:writer', 'org:guest', 'toString'] },
  'nobody-key-1': { id: 'nobody' },
  'odd-key-1': { id: 'odd', roles: ['__proto__', 'constructor'] },
} as const;

const roleMapping = {
  'org:writer': ['reports:write'],
  'org:member': ['*:read', '*:execute'],
  _default: ['lobby:read'],
};

export function roleMappings(harness: AdapterHarness): void {
  const given = { token: undefined, staticTokens: { users: USERS } };
  const permissionsAt = async (http: { get(path: string): import('supertest').Test }, token: string) =>
    (await http.get('/auth/me').set('authorization', token)).body.permissions;

  withFixture('roles of somebody else, mapped', harness, { options: { ...given, roles: { roleMapping } } }, (get) => {
    it.each([
      ['one role', 'member-key-1', ['*:read', '*:execute']],
      ['several roles, together', 'several-key-1', ['reports:write', '*:read', '*:execute']],
      ['a role that is not mapped', 'unknown-key-1', ['lobby:read']],
      ['one that is and others that are not', 'mixed-key-1', ['reports:write', 'lobby:read']],
      ['no role', 'nobody-key-1', []],
      ['roles by which objects inherit', 'odd-key-1', ['lobby:read']],
    ])('give by %s what the mapping says (A89)', async (_what, token, permissions) => {
      expect(await permissionsAt(get().http, token)).toEqual(permissions);
    });

    it('open what their permissions open, and nothing else (A89, A90)', async () => {
      const ask = (token: string) => get().http.get('/permission').set('authorization', token);
      expect((await ask('member-key-1')).text).toContain(CANARY);
      for (const token of ['unknown-key-1', 'mixed-key-1', 'nobody-key-1', 'odd-key-1']) {
        const refused = await ask(token);
        expect([token, refused.status, refused.body.detail]).toEqual([
          token,
          403,
          'This needs the permission reports:read.',
        ]);
      }
    });
  });

  const strict = { ...given, roles: { roleMapping: { 'org:member': ['*:read'] } } };
  withFixture('roles of somebody else, mapped without a default', harness, { options: strict }, (get) => {
    it('give nothing where they are not mapped (A89)', async () => {
      expect(await permissionsAt(get().http, 'unknown-key-1')).toEqual([]);
      expect(await permissionsAt(get().http, 'several-key-1')).toEqual(['*:read']);
    });
  });

  const acme = createTestProvider();
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (line: string) => warnings.push(line) };
  const provided = { publicUrl: OWN, log, providers: [acme.provider] };
  withFixture('roles that a provider could not say', harness, { options: provided }, (get) => {
    it('are missed in the log, and somebody is signed in without them (O-51)', async () => {
      acme.person = { ...acme.person, roles: [] };
      acme.warning = 'groups stand elsewhere';
      const browser = browserAt(get());
      expect((await signInWith(browser, acme)).status).toBe(303);
      expect((await browser.get('/auth/me')).body).toMatchObject({ id: 'acme:4711', roles: [], permissions: [] });
      expect(warnings.join('\n')).toContain('the provider acme warns: groups stand elsewhere');
    });
  });

  const rolesOf = ({ id, source }: { id: string; source: string }) =>
    id === 'nobody' ? ['viewer'] : [source === 'static-token' ? 'member' : 'owner'];
  withFixture('roles by a function', harness, { options: { ...given, roles: 'studio' as const, rolesOf } }, (get) => {
    it('are what it says, whatever the source named (A89)', async () => {
      expect(await permissionsAt(get().http, 'nobody-key-1')).toEqual(['*:read']);
      expect(await permissionsAt(get().http, 'odd-key-1')).toEqual(['*:read', '*:execute']);
    });
  });
}
