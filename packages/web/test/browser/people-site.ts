/**
 * A real server with users of every role behind our pages.
 */

import { machineActor } from '@doorward/accounts';
import type { LinkedIdentity, PlacedProvider, UserRecord } from '@doorward/core';
import { type ComposedPeople, composePeople, type PeopleOptions } from '../fixture/compose-people.ts';
import { pathsAt, type Site, serve } from './site.ts';

export interface PeopleSite extends Site {
  readonly people: ComposedPeople;
  readonly owner: UserRecord;
}

/** One of each role, and enough of them for two pages. */
export async function startPeopleSite(options: PeopleOptions = {}): Promise<PeopleSite> {
  const core = { providers: PROVIDERS, ...options.core };
  const people = composePeople({ signUp: 'pending', ...options, core, page: { title: 'Doorward', ...options.page } });
  const { add } = people;
  const owner = await add({
    username: 'ada',
    email: 'ada@example.com',
    displayName: 'Ada Lovelace',
    roles: ['owner'],
    identities: [knownAs('directory', 'ada.lovelace')],
  });
  await add({ username: 'adam', email: 'adam@example.com', displayName: 'Adam Admin', roles: ['admin'] });
  await add({
    username: 'edna',
    email: 'edna.a.rather.long.address@subdomain.example.com',
    roles: ['editor'],
    identities: [
      knownAs('acme', 'Edna at Acme'),
      knownAs('s'.repeat(32), 'unbreakable'.repeat(11)),
      knownAs('nameless', null),
    ],
  });
  await add({ username: 'vera', displayName: 'Vera Viewer', roles: ['viewer'], mustChangePassword: true });
  await add({ username: 'paul', displayName: 'Paul Pending', roles: ['viewer'], status: 'pending' });
  await add({ username: 'dora', email: 'dora@example.com', roles: ['viewer', 'editor'], status: 'disabled' });
  await add({ username: 'ines', displayName: 'Inès Invited', roles: ['viewer'], passwordHash: null });
  await add({ username: `w${'o'.repeat(126)}w`, displayName: `${'Unbreakable'.repeat(11)}`, roles: ['viewer'] });
  await add({ username: 'rtl', displayName: 'نور الهدى <b>&"', roles: ['viewer'] });
  for (let i = 1; i <= 24; i += 1) await add({ username: `member-${String(i).padStart(2, '0')}`, roles: ['viewer'] });
  await addRoles(people);
  await addKeys(people, owner.id);
  const site = await serve(people.auth, options.core?.basePath ?? '');
  return { ...site, people, owner };
}

const knownAs = (source: string, name: string | null): LinkedIdentity => ({
  source,
  subject: `${source} ${name}`,
  name,
  madeAccount: false,
  linkedAt: Date.UTC(2026, 10, 20, 9, 56),
});

/** They say yes at once. One is called as no button likes it. */
const PROVIDERS: readonly PlacedProvider[] = [
  ['acme', 'Acme'],
  ['long', 'a provider whose name is far longer than any button would like it to be'],
].map(([id = '', name = '']) => ({
  provider: {
    id,
    name,
    begin: ({ state, callbackUrl }) => ({ url: `${callbackUrl}?state=${state}` }),
    finish: () => ({ kind: 'identified', identity: { subject: `at-${id}`, name: 'Countess', roles: [] } }),
  },
  paths: pathsAt(`/auth/sso/${id}`),
  admit: () => ({ kind: 'refused' }),
  accountOf: () => null,
}));

/** One with everything, one with little, and one whose name and permissions are long. */
async function addRoles({ accounts: { customRoles } }: ComposedPeople): Promise<void> {
  const by = machineActor('test');
  await customRoles.create(by, {
    name: 'report-clerk',
    label: 'Report clerk',
    description: 'Writes and files the reports of one department.',
    permissions: ['report:read', 'report:write', 'report:file', 'dataset:read:sales-2026'],
    inherits: ['viewer', 'editor'],
  });
  await customRoles.create(by, { name: 'guest' });
  const long = Array.from({ length: 60 }, (_, index) => `archive:${'x'.repeat(100)}:${index}`);
  await customRoles.create(by, { name: 'r'.repeat(64), label: 'W'.repeat(64), permissions: long, inherits: ['guest'] });
}

const LONG_NAME = 'unbreakable'.repeat(9);
const PERMISSIONS = ['report:read', 'report:write', 'dataset:read:sales-2026', `archive:${'x'.repeat(120)}`];

/** One of each kind and state, of the owner, of a user, and of services. */
async function addKeys({ addKey }: ComposedPeople, ada: string): Promise<void> {
  const [then, later] = [Date.UTC(2026, 10, 20, 9, 56), Date.now() + 90 * 24 * 60 * 60 * 1000];
  await addKey({ name: 'old laptop', owner: ada, status: 'disabled', lastUsedAt: then });
  await addKey({ name: 'backup', owner: ada, expiresAt: then, lastUsedAt: then });
  await addKey({ name: LONG_NAME, owner: ada, permissions: PERMISSIONS, expiresAt: later });
  const previous = { hash: 'x', until: Date.now() + 24 * 60 * 60 * 1000 };
  await addKey({
    name: 'nightly export',
    owner: ada,
    permissions: ['report:read'],
    expiresAt: later,
    lastUsedAt: then,
    previous,
  });
  await addKey({ name: 'editor plug-in', owner: 'id-of-edna', lastUsedAt: then });
  await addKey({ name: 'phone', owner: 'id-of-edna', status: 'disabled', expiresAt: later });
  await addKey({ name: 'deploy', owner: null, roles: ['editor'], lastUsedAt: then });
  await addKey({
    name: 'monitor',
    owner: null,
    roles: ['viewer', 'editor'],
    permissions: PERMISSIONS,
    expiresAt: later,
  });
}
