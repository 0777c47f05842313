/**
 * One user, with as much of it to change as whoever looks may change.
 */

import type { Allowed, RoleInfo, User } from '@doorward/accounts';
import type { Problem, SessionSummary } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { DeleteCard } from '../deletion.tsx';
import { Fact } from '../fact.tsx';
import { Choose, FaultSummary } from '../fields.tsx';
import { type Connectable, UserIdentitiesCard } from '../identities/identity-cards.tsx';
import { Notice } from '../notice.tsx';
import { withQuery } from '../paging.tsx';
import { PROFILE_FIELDS, ProfileFields } from '../profile-fields.tsx';
import { RoleBoxes } from '../role-boxes.tsx';
import { roleLabels } from '../role-labels.ts';
import { SessionTable } from '../session-table.tsx';
import { Time } from '../time.tsx';
import { StatusBadge } from './status.tsx';
import { PasswordCard, StatusCard } from './user-cards.tsx';
import type { ShownUser } from './user-change.ts';
import { type UserKeys, UserKeysCard } from './user-keys-card.tsx';

export interface UserDetailsProps {
  /** Paths of the area, of one's own account, and of this user. */
  readonly here: string;
  readonly account: string;
  readonly path: string;
  readonly user: User;
  /** True when it is the one who looks. */
  readonly isOwn: boolean;
  readonly allowed: Allowed;
  readonly mayAudit: boolean;
  readonly shown: ShownUser;
  readonly typed: ShownUser;
  readonly roles: readonly RoleInfo[];
  /** Where accounts can be connected. */
  readonly providers: readonly Connectable[];
  readonly sessions: readonly SessionSummary[];
  readonly currentId: string | null;
  /** `null` where there are none. */
  readonly keys: UserKeys | null;
  /** False where nobody has one. */
  readonly hasPasswords: boolean;
  readonly minLength: number;
  readonly done: string | undefined;
  readonly fault: Problem | null;
}

export function UserDetails(props: UserDetailsProps): Child {
  const { actions } = props.allowed;
  const mayUpdate = actions.has('update');
  return (
    <>
      <Notice done={props.done} />
      <FaultSummary fault={props.fault} fields={[...PROFILE_FIELDS, 'password']} />
      <Facts {...props} />
      {mayUpdate && <ProfileCard {...props} />}
      {mayUpdate && props.hasPasswords && <PasswordCard {...props} />}
      {UserIdentitiesCard({ ...props, list: `${props.path}/identities`, mayDisconnect: mayUpdate && !props.isOwn })}
      <SessionsCard {...props} />
      {props.keys !== null && <UserKeysCard {...props} keys={props.keys} />}
      {mayUpdate && !props.isOwn && <StatusCard {...props} />}
      {actions.has('delete') && !props.isOwn && (
        <DeleteCard path={props.path} what="user" note="The account cannot be brought back." />
      )}
    </>
  );
}

/** What the form does not show. */
const Facts = ({ here, user, roles, allowed, isOwn, mayAudit, hasPasswords }: UserDetailsProps) => (
  <section class="card" aria-label="Facts">
    <dl class="facts">
      <Fact label="Status">
        <StatusBadge status={user.status} /> {isOwn && <span class="badge own">You</span>}
      </Fact>
      {!allowed.actions.has('update') && (
        <>
          <Fact label="Username">
            <bdi>{user.username}</bdi>
          </Fact>
          <Fact label="E-mail">{user.email === null ? 'None' : <bdi>{user.email}</bdi>}</Fact>
          <Fact label="Roles">{roleLabels(user.roles, roles)}</Fact>
        </>
      )}
      {hasPasswords && <Fact label="Password">{passwordState(user)}</Fact>}
      <Fact label="Created">
        <Time at={user.createdAt} />
      </Fact>
      <Fact label="Last sign-in">
        <Time at={user.lastSignInAt} />
      </Fact>
    </dl>
    {mayAudit && (
      <a class="named" href={withQuery(`${here}/audit`, { user: user.id })}>
        Events of this user
      </a>
    )}
  </section>
);

function passwordState({ hasPassword, mustChangePassword }: User): string {
  if (!hasPassword) return 'None yet';
  return mustChangePassword ? 'To be changed at the next sign-in' : 'Set';
}

const ProfileCard = ({ path, typed, shown, roles, user, allowed, isOwn, hasPasswords, fault }: UserDetailsProps) => (
  <section class="card split" aria-labelledby="profile">
    <header>
      <h2 id="profile">Profile and roles</h2>
      <p>A change of roles signs the user out everywhere.</p>
    </header>
    <form class="body" method="post" action={path}>
      <input type="hidden" name="was" value={JSON.stringify(shown)} />
      <ProfileFields typed={typed} fault={fault} isOwn={false} />
      <RoleBoxes
        all={roles}
        grantable={allowed.grantable}
        chosen={[...typed.roles, ...user.roles.filter((role) => !allowed.grantable.includes(role))]}
        fault={fault}
      />
      {hasPasswords && user.hasPassword && !isOwn && (
        <Choose
          name="mustChangePassword"
          type="checkbox"
          value="yes"
          label="Has to change the password at the next sign-in"
          isChosen={typed.mustChangePassword}
        />
      )}
      <div class="actions">
        <button type="submit">Save changes</button>
      </div>
    </form>
  </section>
);

const SessionsCard = ({ path, sessions, currentId, allowed }: UserDetailsProps) => (
  <section class="card" aria-labelledby="sessions">
    <header>
      <h2 id="sessions">Sessions</h2>
      <p>Where the user is signed in.</p>
    </header>
    <SessionTable
      caption={sessions.length === 1 ? 'One session' : `${sessions.length} sessions`}
      sessions={sessions}
      currentId={currentId}
      endAction={null}
    />
    {sessions.length > 0 && allowed.actions.has('update') && (
      <form method="post" action={`${path}/end-sessions`} class="actions">
        <button type="submit" class="quiet danger">
          Sign out everywhere
        </button>
      </form>
    )}
  </section>
);
