/**
 * Every endpoint that there is, times who asks. Lists are read from the server itself, so that a new endpoint joins.
 */

import { PASSWORD } from '@doorward/testing';
import { actsOf } from './matrix-acts.ts';
import type { MatrixCall, MatrixRequest } from './matrix-client.ts';
import { form, givenParties, type MatrixParty, OWN_PAGE } from './matrix-clients.ts';
import type { MatrixServer } from './matrix-server.ts';

const PAGE = {
  accept: 'text/html',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};

/** What every app has. */
const APP: readonly MatrixRequest[] = [
  { method: 'GET', path: '/reports' },
  { method: 'GET', path: '/reports', headers: PAGE },
  { method: 'POST', path: '/reports', headers: OWN_PAGE, body: { n: 1 } },
  { method: 'GET', path: '/about' },
  { method: 'GET', path: '/about', headers: PAGE },
  { method: 'GET', path: '/events', headers: { accept: 'text/event-stream' } },
  {
    method: 'GET',
    path: '/socket',
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      origin: 'https://own.example',
    },
  },
  { method: 'GET', path: '/auth/me' },
  { method: 'GET', path: '/auth/api/me' },
  { method: 'GET', path: '/auth/verify', headers: { 'x-forwarded-uri': '/reports', 'x-forwarded-method': 'GET' } },
];

export async function callsOf(server: MatrixServer): Promise<readonly MatrixCall[]> {
  const { main, others } = await givenParties(server);
  const owner = main[1] as MatrixParty;
  const ours = [...openEndpoints(server), ...(await apiOf(server, owner)), ...(await pagesOf(server, owner))];
  const asked = [...callsBy([...main, ...others], APP), ...callsBy(main, ours)];
  return [...asked, ...actsOf(server)];
}

function callsBy(parties: readonly MatrixParty[], requests: readonly MatrixRequest[]): readonly MatrixCall[] {
  return requests.flatMap((request) => {
    const kind = request.headers?.['accept'] ?? request.headers?.['upgrade'] ?? 'any';
    return parties.map(({ name, headers }) => ({
      name: `${request.method} ${request.path} (${kind}) by ${name}`,
      isAct: false,
      make: () => ({ ...request, headers: { ...request.headers, ...headers() } }),
    }));
  });
}

/** A session is not to end by them: signing out for true is an act of its own. */
const ENDING: ReadonlySet<string> = new Set(['POST logout']);

function openEndpoints({ auth }: MatrixServer): readonly MatrixRequest[] {
  const site = auth.site('');
  const places = [...site.endpoints, ...site.areas.map(({ path, name }) => [path, { name }] as const)];
  return places.flatMap(([path, { name }]) => [
    { method: 'GET', path },
    { method: 'GET', path, headers: PAGE },
    ...(ENDING.has(`POST ${name}`) ? [] : [{ method: 'POST', path, headers: OWN_PAGE, body: '' }]),
  ]);
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function apiOf(server: MatrixServer, { headers }: MatrixParty): Promise<readonly MatrixRequest[]> {
  const { text } = await server.send({ method: 'GET', path: '/auth/api/openapi.json', headers: headers() });
  const me = await server.send({ method: 'GET', path: '/auth/api/me', headers: headers() });
  const { id } = JSON.parse(me.text) as { readonly id: string };
  const { paths } = JSON.parse(text) as OpenApi;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => {
      const isRead = method === 'get';
      const named = path
        .replace('/users/{id}', isRead ? `/users/${id}` : '/users/nobody')
        .replaceAll(/\{\w+\}/g, 'nobody');
      const body = isRead || method === 'delete' ? undefined : {};
      return { method: method.toUpperCase(), path: `/auth/api${named}`, headers: OWN_PAGE, body };
    }),
  );
}

/** The forms that ask for it count wrong ones. With nothing else in it hardly a form does anything. */
const PASSWORD_ALONE = form({ current: PASSWORD });

/** Followed from the two areas for people, as an owner sees them. */
async function pagesOf(server: MatrixServer, { headers }: MatrixParty): Promise<readonly MatrixRequest[]> {
  const seen = new Map<string, MatrixRequest>();
  const { account = '', admin = '' } = server.auth.site('').paths;
  const isOurs = (path: string): boolean => path.startsWith(account) || path.startsWith(admin);

  async function visit(path: string): Promise<void> {
    if (!isOurs(path) || seen.has(`GET ${path}`)) return;
    const page = { method: 'GET', path, headers: PAGE };
    seen.set(`GET ${path}`, page);
    const { text } = await server.send({ ...page, headers: { ...PAGE, ...headers() } });
    for (const [, action = ''] of text.matchAll(/ action="([^"?]*)/g)) {
      const harmless = action.replaceAll(/\/[\w-]{16,}/g, '/nobody');
      if (isOurs(harmless))
        seen.set(`POST ${harmless}`, { method: 'POST', path: harmless, headers: OWN_PAGE, body: PASSWORD_ALONE });
    }
    for (const [, href = ''] of text.matchAll(/ href="([^"]*)"/g)) await visit(href.replaceAll('&amp;', '&'));
  }

  for (const path of [account, admin]) await visit(path);
  return [...seen.values()];
}
