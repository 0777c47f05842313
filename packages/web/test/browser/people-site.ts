/**
 * A real server with users of every role behind our pages.
 */

import type { UserRecord } from '@doorward/core';
import { type ComposedPeople, composePeople, type PeopleOptions } from '../fixture/compose-people.ts';
import { type Site, serve } from './site.ts';

export interface PeopleSite extends Site {
  readonly people: ComposedPeople;
  readonly owner: UserRecord;
}

/** One of each role, and enough of them for two pages. */
export async function startPeopleSite(options: PeopleOptions = {}): Promise<PeopleSite> {
  const people = composePeople({ signUp: 'pending', ...options, page: { title: 'Doorward', ...options.page } });
  const { add } = people;
  const owner = await add({ username: 'ada', email: 'ada@example.com', displayName: 'Ada Lovelace', roles: ['owner'] });
  await add({ username: 'adam', email: 'adam@example.com', displayName: 'Adam Admin', roles: ['admin'] });
  await add({ username: 'edna', email: 'edna.a.rather.long.address@subdomain.example.com', roles: ['editor'] });
  await add({ username: 'vera', displayName: 'Vera Viewer', roles: ['viewer'], mustChangePassword: true });
  await add({ username: 'paul', displayName: 'Paul Pending', roles: ['viewer'], status: 'pending' });
  await add({ username: 'dora', email: 'dora@example.com', roles: ['viewer', 'editor'], status: 'disabled' });
  await add({ username: 'ines', displayName: 'Inès Invited', roles: ['viewer'], passwordHash: null });
  await add({ username: `w${'o'.repeat(126)}w`, displayName: `${'Unbreakable'.repeat(11)}`, roles: ['viewer'] });
  await add({ username: 'rtl', displayName: 'نور الهدى <b>&"', roles: ['viewer'] });
  for (let i = 1; i <= 24; i += 1) await add({ username: `member-${String(i).padStart(2, '0')}`, roles: ['viewer'] });
  const site = await serve(people.auth, options.core?.basePath ?? '');
  return { ...site, people, owner };
}
