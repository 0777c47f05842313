/**
 * The keys of a user, on the user's page.
 */

import type { Key } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { StatusButton } from '../keys/key-cards.tsx';
import { KeyTable } from '../keys/key-table.tsx';

export interface UserKeys {
  readonly keys: readonly Key[];
  readonly total: number;
  readonly mayChange: boolean;
}

export interface UserKeysCardProps {
  /** Page of the user. */
  readonly path: string;
  readonly keys: UserKeys;
}

export function UserKeysCard({ path, keys: { keys, total, mayChange } }: UserKeysCardProps): Child {
  return (
    <section class="card" aria-labelledby="keys">
      <header>
        <h2 id="keys">API keys</h2>
        <p>With them programs act as the user. Disabling the user shuts them out as well.</p>
      </header>
      {keys.length === 0 ? (
        <p class="empty">The user has no key.</p>
      ) : (
        <KeyTable
          keys={keys}
          total={total}
          hrefOf={null}
          whole="All that the user may"
          roles={[]}
          buttons={mayChange ? (key) => <Buttons path={`${path}/keys/${encodeURIComponent(key.id)}`} of={key} /> : null}
        />
      )}
    </section>
  );
}

const Buttons = ({ path, of: { name, status } }: { path: string; of: Key }) => (
  <div class="actions">
    <form method="post" action={path}>
      <StatusButton status={status} of={name} />
    </form>
    <a class="button quiet danger" href={`${path}/delete`} aria-label={`Delete ${name}`}>
      Delete
    </a>
  </div>
);
