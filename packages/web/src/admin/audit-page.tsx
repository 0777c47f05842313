/**
 * What happened, newest first: what, when, who, to whom, from where.
 */

import type { AuthEvent, AuthEventType, StoredEvent } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { Field, Select } from '../fields.tsx';
import { withQuery } from '../paging.tsx';
import { type Column, Table } from '../table.tsx';
import { Time } from '../time.tsx';

/** `''` is any. */
export interface AuditFilter {
  readonly type: AuthEventType | '';
  /** Username, e-mail address, or id. */
  readonly user: string;
  /** Days, as `2026-01-31`; both belong to it. */
  readonly from: string;
  readonly until: string;
  /** Only events older than the one of this number. */
  readonly before: number | null;
}

export interface AuditProps {
  /** Path of the area. */
  readonly here: string;
  readonly filter: AuditFilter;
  readonly events: readonly StoredEvent[];
  readonly hasMore: boolean;
  /** Whether users can be looked at. */
  readonly mayRead: boolean;
}

const LABELS: Readonly<Record<AuthEventType, string>> = {
  login: 'Signed in',
  'login-failure': 'Sign-in failed',
  logout: 'Signed out',
  throttled: 'Too many attempts',
  denied: 'Access denied',
  'session-ended': 'Session ended',
  'user-created': 'User created',
  'user-updated': 'User changed',
  'user-deleted': 'User deleted',
  'roles-changed': 'Roles changed',
  'status-changed': 'Status changed',
  'password-changed': 'Password changed',
  'identity-connected': 'Account connected',
  'identity-disconnected': 'Account disconnected',
  'ticket-issued': 'Link made',
  'ticket-redeemed': 'Link used',
  'key-created': 'API key made',
  'key-updated': 'API key changed',
  'key-rotated': 'API key renewed',
  'key-deleted': 'API key deleted',
  'role-created': 'Role made',
  'role-updated': 'Role changed',
  'role-deleted': 'Role deleted',
};

export function isEventType(text: string): text is AuthEventType {
  return Object.hasOwn(LABELS, text);
}

export function Audit(props: AuditProps): Child {
  const { here, filter, events, hasMore } = props;
  const { type, user, from, until, before } = filter;
  const hrefOf = (path: string, last?: number): string =>
    withQuery(`${here}/${path}`, { type, user, from, until, before: last?.toString() });
  return (
    <>
      <Filters {...props} />
      <section class="card" aria-label="Events">
        {events.length === 0 ? (
          <p class="empty">
            Nothing like that happened. <a href={`${here}/audit`}>Show everything</a>
          </p>
        ) : (
          <Table caption="Newest first, times in UTC" columns={columnsOf(props)} rows={events} />
        )}
        <nav class="paging" aria-label="Pages and export">
          <a class="named" href={hrefOf('audit.ndjson')} download>
            Export as NDJSON
          </a>
          <div class="actions">
            {before !== null && (
              <a class="button quiet" href={hrefOf('audit')}>
                Newest events
              </a>
            )}
            {hasMore && (
              <a class="button quiet" rel="next" href={hrefOf('audit', events.at(-1)?.number)}>
                Older events
              </a>
            )}
          </div>
        </nav>
      </section>
    </>
  );
}

const Filters = ({ here, filter }: AuditProps) => (
  <form class="filters" method="get" action={`${here}/audit`} aria-label="Events">
    <Field class="grow" name="user" label="Username, e-mail or id" type="search" value={filter.user} fault={null} />
    <Select
      class="grow"
      name="type"
      label="Event"
      value={filter.type}
      options={[['', 'Any event'], ...Object.entries(LABELS)]}
      fault={null}
    />
    <Field name="from" label="From" type="date" value={filter.from} fault={null} />
    <Field name="until" label="Until" type="date" value={filter.until} fault={null} />
    <button type="submit">Filter</button>
  </form>
);

function columnsOf({ here }: AuditProps): Column<StoredEvent>[] {
  const person = (id: string | null, name: string | null): Child =>
    id === null ? (
      name && <bdi>{name}</bdi>
    ) : (
      <a class="named" href={withQuery(`${here}/audit`, { user: id })}>
        <bdi>{name ?? id}</bdi>
      </a>
    );
  return [
    { label: 'Event', cell: ({ event }) => LABELS[event.type] ?? event.type },
    { label: 'When', cell: ({ event }) => <Time at={event.time} /> },
    { label: 'Who', cell: ({ event }) => person(event.subject, event.name) },
    { label: 'To whom', cell: ({ event }) => person(event.target, event.targetName) },
    { label: 'From', cell: ({ event }) => event.clientAddress || null },
    { label: 'Details', cell: ({ event }) => detailsOf(event) },
  ];
}

function detailsOf({ detail, reason, method }: AuthEvent): Child {
  const parts = [detail, reason, method === null ? null : `by ${method}`].filter((part) => part !== null);
  return parts.length === 0 ? null : <bdi>{parts.join(' · ')}</bdi>;
}
