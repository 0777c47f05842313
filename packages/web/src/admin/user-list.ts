/**
 * The list of users: searched, filtered, 25 a page.
 */

import type { ListQuery } from '@doorward/accounts';
import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import type { AdminParts } from './admin-area.ts';
import { statusOf } from './status.tsx';
import { NewUserLink, type UserFilter, UserList } from './user-list-page.tsx';

const PER_PAGE = 25;

export function serveUserList({ app, tools, accounts, frame, here }: AdminParts): void {
  const { users, roles } = accounts;

  async function load(c: Context<Env>, filter: UserFilter) {
    const query: ListQuery = {
      ...(filter.q === '' ? {} : { search: filter.q }),
      ...(filter.role === '' ? {} : { role: filter.role }),
      ...(filter.status === '' ? {} : { status: filter.status }),
      limit: PER_PAGE,
    };
    const found = await users.list(tools.actorOf(c), { ...query, offset: (filter.page - 1) * PER_PAGE });
    const pages = Math.max(1, Math.ceil(found.total / PER_PAGE));
    if (filter.page <= pages) return { ...found, page: filter.page, pages };
    // A page that is there no more, since users were deleted or the address was typed.
    return {
      ...(await users.list(tools.actorOf(c), { ...query, offset: (pages - 1) * PER_PAGE })),
      page: pages,
      pages,
    };
  }

  async function show(c: Context<Env>): Promise<Response> {
    const filter = filterOf(c, roles.has);
    const [{ actions }, found] = await Promise.all([users.allowed(tools.actorOf(c)), load(c, filter)]);
    return frame.answer(c, {
      heading: 'Users',
      section: 'users',
      ...(actions.has('create') ? { action: NewUserLink({ here: here(c) }) } : {}),
      content: UserList({
        ...found,
        here: here(c),
        filter,
        ownId: tools.actorOf(c).principal.subject,
        roles: roles.all,
        perPage: PER_PAGE,
        done: c.req.query('done'),
      }),
    });
  }

  tools.serve(app, '/', { get: show });
}

/** What the address asks for; what it cannot mean is left out. */
function filterOf(c: Context<Env>, isRole: (name: string) => boolean): UserFilter {
  const role = c.req.query('role') ?? '';
  const page = Number(c.req.query('page') ?? 1);
  return {
    q: (c.req.query('q') ?? '').trim().slice(0, MAX_SEARCH),
    role: isRole(role) ? role : '',
    status: statusOf(c.req.query('status') ?? '') ?? '',
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

const MAX_SEARCH = 128;
const MAX_PAGE = 1_000_000;
