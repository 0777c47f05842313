/**
 * The account at one glance: who I am, what acts as me, and where I am signed in.
 */

import type { Profile, User } from '@doorward/accounts';
import type { Problem, SessionSummary } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary } from '../fields.tsx';
import { type Connectable, OwnIdentitiesCard } from '../identities/identity-cards.tsx';
import { LinkedKeys, NewKeyLink, OWN_LEAD, type ShownKeys } from '../keys/key-list-page.tsx';
import { Notice } from '../notice.tsx';
import { PROFILE_FIELDS, ProfileFields } from '../profile-fields.tsx';
import { SessionTable } from '../session-table.tsx';

export interface OverviewProps {
  /** Path of the area. */
  readonly action: string;
  readonly user: User;
  /** What the profile form shows: the account, or what was typed last. */
  readonly typed: Profile;
  /** Labels. */
  readonly roles: readonly string[];
  /** The latest ones; `null` for who can have none. */
  readonly keys: ShownKeys | null;
  /** Where accounts can be connected. */
  readonly providers: readonly Connectable[];
  readonly sessions: readonly SessionSummary[];
  readonly currentId: string | null;
  readonly done: string | undefined;
  readonly fault: Problem | null;
}

export function Overview(props: OverviewProps): Child {
  return (
    <>
      <Notice done={props.done} />
      <FaultSummary fault={props.fault} fields={PROFILE_FIELDS} />
      <ProfileCard {...props} />
      <PasswordCard {...props} />
      {OwnIdentitiesCard({ ...props, list: `${props.action}/identities` })}
      {props.keys !== null && <KeysCard {...props.keys} list={`${props.action}/keys`} />}
      <SessionsCard {...props} />
    </>
  );
}

const ProfileCard = ({ action, typed, roles, fault }: OverviewProps) => (
  <section class="card split" aria-labelledby="profile">
    <header>
      <h2 id="profile">Profile</h2>
      <p>{roles.length === 0 ? 'You have no role here.' : `Your role here: ${roles.join(', ')}.`}</p>
    </header>
    <form class="body" method="post" action={`${action}/profile`}>
      <ProfileFields typed={typed} fault={fault} />
      <div class="actions">
        <button type="submit">Save profile</button>
      </div>
    </form>
  </section>
);

const PasswordCard = ({ action, user }: OverviewProps) => (
  <section class="card split" aria-labelledby="password-heading">
    <header>
      <h2 id="password-heading">Password</h2>
      <p>Changing it ends every other session of yours.</p>
    </header>
    <div class="body">
      {user.hasPassword ? (
        <a class="button quiet" href={`${action}/password`}>
          Change your password
        </a>
      ) : (
        <p>Your account has no password.</p>
      )}
    </div>
  </section>
);

const KeysCard = ({ keys, total, list }: ShownKeys & { readonly list: string }) => (
  <section class="card" aria-labelledby="keys">
    <header>
      <h2 id="keys">API keys</h2>
      <p>{OWN_LEAD}</p>
    </header>
    <LinkedKeys keys={keys} total={total} list={list} roles={[]} />
    <div class="actions below">
      <NewKeyLink list={list} isQuiet />
      {total > keys.length && (
        <a class="named" href={list}>
          All {total} keys
        </a>
      )}
    </div>
  </section>
);

const SessionsCard = ({ action, sessions, currentId }: OverviewProps) => (
  <section class="card" aria-labelledby="sessions">
    <header>
      <h2 id="sessions">Sessions</h2>
      <p>Where you are signed in. End what you do not recognise, and change your password.</p>
    </header>
    <SessionTable
      caption={sessions.length === 1 ? 'One session' : `${sessions.length} sessions`}
      sessions={sessions}
      currentId={currentId}
      endAction={(id) => `${action}/sessions/${encodeURIComponent(id)}/end`}
    />
    {sessions.some(({ id }) => id !== currentId) && (
      <form method="post" action={`${action}/sessions/end-others`} class="actions">
        <button type="submit" class="quiet danger">
          End all other sessions
        </button>
      </form>
    )}
  </section>
);
