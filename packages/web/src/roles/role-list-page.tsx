/**
 * The page with the list of roles.
 */

import type { RoleInfo } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { Notice } from '../notice.tsx';
import { roleLabels } from '../role-labels.ts';
import { type Column, Table } from '../table.tsx';

export interface RoleListProps {
  /** Path of the list. */
  readonly list: string;
  readonly roles: readonly RoleInfo[];
  /** Names of those that who looks may change and delete. */
  readonly editable: ReadonlySet<string>;
  readonly done: string | undefined;
}

export function RoleList(props: RoleListProps): Child {
  const { roles, done } = props;
  const made = roles.filter(({ isCustom }) => isCustom);
  return (
    <>
      <Notice done={done} />
      <section class="card" aria-labelledby="made">
        <header>
          <h2 id="made">Made here</h2>
          <p>A change counts for everybody who has the role, from the next request on.</p>
        </header>
        {made.length === 0 ? (
          <p class="empty">There is no such role yet.</p>
        ) : (
          <Table caption={captionOf(made)} columns={[...columnsOf(props), buttonsOf(props)]} rows={made} />
        )}
      </section>
      <section class="card" aria-labelledby="configured">
        <header>
          <h2 id="configured">From the configuration</h2>
          <p>They are changed where this server is configured. Rights over users come with these alone.</p>
        </header>
        <Configured {...props} />
      </section>
    </>
  );
}

const Configured = (props: RoleListProps) => {
  const rows = props.roles.filter(({ isCustom }) => !isCustom);
  return <Table caption={captionOf(rows)} columns={columnsOf(props)} rows={rows} />;
};

export function NewRoleLink({ here }: { readonly here: string }): Child {
  return (
    <a class="button" href={`${here}/new-role`}>
      New role
    </a>
  );
}

const captionOf = ({ length }: readonly RoleInfo[]): string => (length === 1 ? 'One role' : `${length} roles`);

function columnsOf({ roles }: RoleListProps): Column<RoleInfo>[] {
  return [
    { label: 'Role', cell: ({ label, name }) => <Name label={label} name={name} /> },
    { label: 'For', cell: ({ description }) => (description === '' ? null : <bdi>{description}</bdi>) },
    { label: 'Permissions', cell: ({ permissions }) => <Permissions all={permissions} /> },
    {
      label: 'And those of',
      cell: ({ inherits }) => (inherits.length === 0 ? null : <bdi>{roleLabels(inherits, roles)}</bdi>),
    },
  ];
}

const Name = ({ label, name }: Pick<RoleInfo, 'label' | 'name'>) => (
  <>
    <bdi>{label}</bdi>
    <small>{name}</small>
  </>
);

/** Named one by one up to so many; the others are counted. */
const MOST = 6;

const Permissions = ({ all }: { readonly all: readonly string[] }): Child => {
  if (all.length === 0) return 'None of its own';
  const more = all.length - MOST;
  return (
    <>
      <code>{all.slice(0, MOST).join(', ')}</code>
      {more > 0 && ` and ${more} more`}
    </>
  );
};

const buttonsOf = ({ list, editable }: RoleListProps): Column<RoleInfo> => ({
  label: '',
  cell({ name, label }) {
    if (!editable.has(name)) return 'Holds more than you';
    const path = `${list}/${encodeURIComponent(name)}`;
    return (
      <div class="actions">
        <a class="button quiet" href={path} aria-label={`Edit ${label}`}>
          Edit
        </a>
        <a class="button quiet danger" href={`${path}/delete`} aria-label={`Delete ${label}`}>
          Delete
        </a>
      </div>
    );
  },
});
