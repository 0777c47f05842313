/**
 * Which provider it is, and what stops the start.
 *
 * @see acceptance.md, statement A41
 */

import { PAGE } from '@doorward/test-process';
import { afterEach, expect, it } from '@jest/globals';
import { describeOnEach, PASSWORD, type Variables } from './assistant-process.ts';
import { Client } from './client.ts';
import {
  anyIssuer,
  type CompanyProvider,
  microsoft,
  OWN,
  oracle,
  passProvider,
  startCompanyProvider,
} from './company-provider.ts';

let company: CompanyProvider | undefined;
afterEach(async () => {
  await company?.close();
  company = undefined;
});

const MICROSOFT: Variables = {
  AUTH_PROVIDER: 'MICROSOFT',
  MICROSOFT_ENTRA_ID_TENANT_ID: 'acme',
  MICROSOFT_ENTRA_ID_CLIENT_ID: 'heron',
  MICROSOFT_ENTRA_ID_CLIENT_SECRET: 'a secret',
  MICROSOFT_ENTRA_ID_REDIRECT_URI: `${OWN}/api/auth/callback`,
};

describeOnEach('the provider', ({ start, startInVain }) => {
  const providers = [
    ['MICROSOFT, at its tenant', {}, microsoft, 'Microsoft', 'microsoft:4711'],
    // Its metadata name an issuer that is elsewhere.
    ['ORACLE', { path: '', issuer: 'https://identity.oraclecloud.com/' }, oracle, 'Oracle', 'oracle:4711'],
    ['OIDC, any issuer with discovery', { path: '/realms/acme' }, anyIssuer, 'your company', 'oidc:4711'],
  ] as const;
  it.each(providers)('is the one that AUTH_PROVIDER names: %s (A41)', async (_which, place, variables, name, id) => {
    company = await startCompanyProvider(place);
    const client = new Client(await start(variables(company)));
    expect((await client.get('/login', PAGE)).body).toContain(name);
    const begun = await client.get('/api/auth/login', PAGE);
    const callback = await passProvider(company, begun.headers.location ?? '');
    expect((await client.get(callback.slice(OWN.length), PAGE)).status).toBe(303);
    expect((await client.get('/api/auth/me')).json).toMatchObject({ user_id: id, roles: ['admin'] });
  });

  it('sends browsers back to the path of the redirect URI, below the base path', async () => {
    const redirect = `${OWN}/heron/signed/in`;
    const client = new Client(
      await start({ ...MICROSOFT, DOORWARD_BASE_PATH: '/heron', MICROSOFT_ENTRA_ID_REDIRECT_URI: redirect }),
    );
    expect((await client.get('/heron/signed/in', PAGE)).status).toBe(400);
    expect((await client.get('/heron/api/auth/callback', PAGE)).status).toBe(303);
  });

  it('stops the start where a variable is missing or wrong, with its name and the remedy (A41)', async () => {
    const wrong: [env: Variables, line: string][] = [
      [{ AUTH_PROVIDER: 'GITHUB' }, 'AUTH_PROVIDER GITHUB: write one of MICROSOFT, ORACLE, OIDC, or leave it empty'],
      [{ AUTH_PROVIDER: 'ORACLE' }, 'ORACLE_AUTH_TENANT_URL is missing: AUTH_PROVIDER ORACLE needs it'],
      [{ AUTH_PROVIDER: 'OIDC' }, 'DOORWARD_PUBLIC_URL is missing: AUTH_PROVIDER OIDC needs it'],
      [{ DOORWARD_OIDC_ISSUER: 'https://login.example.com' }, 'set AUTH_PROVIDER=OIDC as well'],
      ...Object.keys(MICROSOFT)
        .filter((name) => name !== 'AUTH_PROVIDER')
        .map((name): [Variables, string] => [{ ...MICROSOFT, [name]: '' }, `${name} is missing`]),
      [{ ...MICROSOFT, MICROSOFT_ENTRA_ID_TENANT_ID: 'common' }, 'common: write the id of your own tenant'],
      [{ ...MICROSOFT, MICROSOFT_ENTRA_ID_CLIENT_SECRET_FILE: '/nowhere' }, 'CLIENT_SECRET_FILE /nowhere: it cannot'],
      [
        { ...MICROSOFT, AZURE_AUTHORITY_HOST: 'login.example.com' },
        'AZURE_AUTHORITY_HOST login.example.com: write a whole',
      ],
      [{ ...MICROSOFT, AZURE_AUTHORITY_HOST: 'http://login.example.com' }, 'oidc.issuer: is not https'],
      [{ ...MICROSOFT, AUTH_RESPONSE_MODE: 'fragment' }, 'AUTH_RESPONSE_MODE fragment: write query or form_post'],
      [{ ...MICROSOFT, DOORWARD_PUBLIC_URL: 'https://other.example' }, 'it has to begin with https://other.example/'],
      [{ ...MICROSOFT, DOORWARD_BASE_PATH: '/owl' }, 'it has to begin with https://heron.example/owl/'],
    ];
    const ends = await Promise.all(
      wrong.map(async ([env]) => startInVain({ DOORWARD_OWNER_PASSWORD: PASSWORD, ...env })),
    );
    for (const [index, { code, stderr }] of ends.entries()) {
      const [env, line] = wrong[index] ?? [{}, ''];
      expect([env, code, stderr]).toEqual([env, 1, expect.stringContaining(line)]);
      expect(stderr).toMatch(/^The server did not start\. /m);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });
});
