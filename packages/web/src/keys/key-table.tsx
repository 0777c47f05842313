/**
 * Keys, by what a person recognises them.
 */

import type { Key, KeyStatus, RoleInfo } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { roleLabels } from '../role-labels.ts';
import { type Column, Table } from '../table.tsx';
import { Time } from '../time.tsx';

export interface KeyTableProps {
  readonly keys: readonly Key[];
  readonly total: number;
  /** Page of a key; `null`: there is none. */
  readonly hrefOf: ((key: Key) => string) | null;
  /** What a key may that nothing limits. */
  readonly whole: string;
  readonly roles: readonly RoleInfo[];
  /** Buttons of a row; `null`: there are none. */
  readonly buttons: ((key: Key) => Child) | null;
}

export function KeyTable({ keys, total, hrefOf, whole, roles, buttons }: KeyTableProps): JSX.Element {
  const columns: Column<Key>[] = [
    { label: 'Name', cell: (key) => <Name of={key} href={hrefOf?.(key) ?? null} /> },
    { label: 'May do', cell: (key) => <Rights of={key} whole={whole} roles={roles} most={2} /> },
    { label: 'Expires', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    { label: 'Last used', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
    { label: 'Status', cell: ({ status }) => <KeyBadge status={status} /> },
    ...(buttons === null ? [] : [{ label: '', cell: buttons }]),
  ];
  return <Table caption={captionOf(keys.length, total)} columns={columns} rows={keys} />;
}

function captionOf(shown: number, total: number): string {
  if (shown < total) return `The latest ${shown} of ${total} keys`;
  return total === 1 ? 'One key' : `${total} keys`;
}

const Name = ({ of: { name, hint }, href }: { of: Key; href: string | null }) => {
  const content = (
    <>
      <bdi>{name}</bdi>
      <small>…{hint}</small>
    </>
  );
  return href === null ? (
    content
  ) : (
    <a class="named person" href={href}>
      {content}
    </a>
  );
};

export interface RightsProps {
  readonly of: Pick<Key, 'owner' | 'roles' | 'permissions'>;
  readonly whole: string;
  readonly roles: readonly RoleInfo[];
  /** Permissions that are named; the others are counted. */
  readonly most: number;
}

/** All that a key may at most. */
export function Rights({ of: { owner, roles: held, permissions }, whole, roles, most }: RightsProps): Child {
  const base = owner === null ? roleLabels(held, roles) : whole;
  if (permissions === null) return base;
  const isAll = owner === null && held.length > 0;
  const more = permissions.length - most;
  return (
    <>
      {isAll && `${base}, but only `}
      <bdi>{permissions.slice(0, most).join(', ')}</bdi>
      {more > 0 && ` and ${more} more`}
    </>
  );
}

const STATUSES: Readonly<Record<KeyStatus, readonly [label: string, look: string]>> = {
  active: ['Active', 'active'],
  disabled: ['Disabled', 'disabled'],
  expired: ['Expired', 'pending'],
};

export function KeyBadge({ status }: { readonly status: KeyStatus }): JSX.Element {
  const [label, look] = STATUSES[status];
  return <span class={`badge ${look}`}>{label}</span>;
}
