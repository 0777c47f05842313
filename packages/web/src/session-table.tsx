/**
 * The sessions of a user, by what a person recognises them.
 */

import type { SessionSummary } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { deviceOf } from './device.ts';
import { type Column, Table } from './table.tsx';
import { Time } from './time.tsx';

export interface SessionTableProps {
  readonly caption: string;
  readonly sessions: readonly SessionSummary[];
  /** The session that looks at them; `null` when it is none of these. */
  readonly currentId: string | null;
  /** Where the form that ends a session posts to; `null`: there is none. */
  readonly endAction: ((id: string) => string) | null;
}

export function SessionTable({ caption, sessions, currentId, endAction }: SessionTableProps): Child {
  if (sessions.length === 0) return <p class="empty">No session is open.</p>;
  const columns: Column<SessionSummary>[] = [
    {
      label: 'Device',
      cell: ({ id, client }) => (
        <>
          {deviceOf(client.userAgent)} {id === currentId && <span class="badge own">This one</span>}
        </>
      ),
    },
    { label: 'Address', cell: ({ client }) => client.address },
    { label: 'Signed in', cell: ({ createdAt }) => <Time at={createdAt} /> },
    { label: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
  ];
  if (endAction !== null) columns.push(endColumn(endAction, currentId));
  return <Table caption={caption} columns={columns} rows={sessions} />;
}

/** This session ends by signing out. */
function endColumn(endAction: (id: string) => string, currentId: string | null): Column<SessionSummary> {
  return {
    label: '',
    cell: ({ id, client }) =>
      id === currentId ? null : (
        <form method="post" action={endAction(id)}>
          <button type="submit" class="quiet" aria-label={`End ${deviceOf(client.userAgent)} at ${client.address}`}>
            End
          </button>
        </form>
      ),
  };
}
