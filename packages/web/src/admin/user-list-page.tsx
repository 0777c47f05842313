/**
 * The table of users, with what to look for above it.
 */

import { nameOf, type RoleInfo, type User } from '@doorward/accounts';
import type { UserStatus } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { Field, Select } from '../fields.tsx';
import { Notice } from '../notice.tsx';
import { Paging, withQuery } from '../paging.tsx';
import { roleLabels } from '../role-labels.ts';
import { type Column, Table } from '../table.tsx';
import { Time } from '../time.tsx';
import { STATUSES, StatusBadge } from './status.tsx';

/** `''` is any. */
export interface UserFilter {
  readonly q: string;
  readonly role: string;
  readonly status: UserStatus | '';
  /** From 1. */
  readonly page: number;
}

export interface UserListProps {
  /** Path of the area. */
  readonly here: string;
  readonly filter: UserFilter;
  readonly users: readonly User[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly perPage: number;
  readonly roles: readonly RoleInfo[];
  /** Id of who looks. */
  readonly ownId: string;
  readonly done: string | undefined;
}

export function UserList(props: UserListProps): Child {
  const { here, filter, users, page, pages, done } = props;
  const { q, role, status } = filter;
  return (
    <>
      <Notice done={done} />
      <Filters {...props} />
      <section class="card" aria-label="Users">
        {users.length === 0 ? (
          <p class="empty">
            No user is like that. <a href={here}>Show all users</a>
          </p>
        ) : (
          <Table caption={captionOf(props)} columns={columnsOf(props)} rows={users} />
        )}
        <Paging page={page} pages={pages} hrefOf={(to) => withQuery(here, { q, role, status, page: String(to) })} />
      </section>
    </>
  );
}

const Filters = ({ here, filter, roles }: UserListProps) => (
  <form class="filters" method="get" action={here} aria-label="Users">
    <Field class="grow" name="q" label="Search names and e-mail" type="search" value={filter.q} fault={null} />
    <Select
      name="role"
      label="Role"
      value={filter.role}
      options={[['', 'Any role'], ...roles.map(({ name, label }) => [name, label] as const)]}
      fault={null}
    />
    <Select
      name="status"
      label="Status"
      value={filter.status}
      options={[['', 'Any status'], ...Object.entries(STATUSES)]}
      fault={null}
    />
    <button type="submit">Search</button>
  </form>
);

function captionOf({ users, total, page, perPage }: UserListProps): string {
  const first = (page - 1) * perPage + 1;
  return total === 1 ? 'One user' : `Users ${first} to ${first + users.length - 1} of ${total}`;
}

function columnsOf({ here, roles, ownId }: UserListProps): Column<User>[] {
  return [
    { label: 'Name', cell: (user) => <Name here={here} user={user} isOwn={user.id === ownId} /> },
    { label: 'E-mail', cell: ({ email }) => email && <bdi>{email}</bdi> },
    { label: 'Roles', cell: ({ roles: held }) => roleLabels(held, roles) },
    { label: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
    { label: 'Last sign-in', cell: ({ lastSignInAt }) => <Time at={lastSignInAt} /> },
  ];
}

const Name = ({ here, user, isOwn }: { here: string; user: User; isOwn: boolean }) => (
  <>
    <a class="named person" href={`${here}/users/${encodeURIComponent(user.id)}`}>
      <bdi>{nameOf(user)}</bdi>
      {user.displayName !== null && (
        <small>
          <bdi>{user.username}</bdi>
        </small>
      )}
    </a>{' '}
    {isOwn && <span class="badge own">You</span>}
  </>
);

export function NewUserLink({ here }: { readonly here: string }): Child {
  return (
    <a class="button" href={`${here}/new`}>
      New user
    </a>
  );
}
