/**
 * Where else an account signs in: a card of its own page, and of its page for who manages users.
 */

import type { User, UserIdentity } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { Time } from '../time.tsx';

/** A provider that an account can be connected with. */
export interface Connectable {
  readonly id: string;
  /** For people. */
  readonly name: string;
}

export interface IdentitiesProps {
  /** Path below which each source has its own. */
  readonly list: string;
  readonly user: User;
  readonly providers: readonly Connectable[];
}

/** `null` where there is nothing to connect, and nothing connected. */
export function OwnIdentitiesCard({ list, user, providers }: IdentitiesProps): Child {
  const connected = new Set(user.identities.map(({ source }) => source));
  const open = providers.filter(({ id }) => !connected.has(id));
  if (connected.size + open.length === 0) return null;
  return (
    <section class="card split" aria-labelledby="identities">
      <header>
        <h2 id="identities">Other ways to sign in</h2>
        <p>Whoever can sign in there as you can sign in here as you.</p>
      </header>
      <div class="body">
        <Connected list={list} user={user} providers={providers} />
        {open.length > 0 && (
          <div class="actions">
            {open.map(({ id, name }) => (
              <a class="button quiet" href={`${list}/${id}`}>
                Connect {name}
              </a>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

/** `null` for who signs in nowhere else. */
export function UserIdentitiesCard(props: IdentitiesProps & { readonly mayDisconnect: boolean }): Child {
  const { user, mayDisconnect } = props;
  if (user.identities.length === 0) return null;
  return (
    <section class="card split" aria-labelledby="identities">
      <header>
        <h2 id="identities">Other ways to sign in</h2>
        <p>Disconnecting one ends the sessions that began there.</p>
      </header>
      <div class="body">
        <Connected {...props} isReadOnly={!mayDisconnect} />
      </div>
    </section>
  );
}

const Connected = ({ list, user, providers, isReadOnly = false }: IdentitiesProps & { isReadOnly?: boolean }) => (
  <ul class="identities">
    {user.identities.map((identity) => {
      const label = labelOf(identity, providers);
      return (
        <li>
          <span>
            <strong>{label}</strong>
            {identity.name !== null && (
              <>
                {' '}
                as <bdi>{identity.name}</bdi>
              </>
            )}
            <span class="hint">
              {' '}
              since <Time at={identity.linkedAt} />
            </span>
          </span>
          {!isReadOnly && (
            <form method="post" action={`${list}/${encodeURIComponent(identity.source)}/disconnect`}>
              <button type="submit" class="quiet danger" aria-label={`Disconnect ${label}`}>
                Disconnect
              </button>
            </form>
          )}
        </li>
      );
    })}
  </ul>
);

/** A source may be gone from the configuration. */
function labelOf({ source }: UserIdentity, providers: readonly Connectable[]): string {
  return providers.find(({ id }) => id === source)?.name ?? source;
}
