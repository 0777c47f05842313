/**
 * The parts of a key's page that are more than names: another secret, status; and the question before it is deleted.
 */

import type { Key } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { DeleteActions } from '../deletion.tsx';
import { Select } from '../fields.tsx';
import { OnceField } from '../one-time-form.tsx';
import { DEFAULT_OVERLAP, OVERLAPS } from './key-input.ts';
import type { KeyDetailsProps } from './key-page.tsx';

export function RotateCard({ path, fault }: KeyDetailsProps): Child {
  return (
    <section class="card split" aria-labelledby="rotate">
      <header>
        <h2 id="rotate">Rotate</h2>
        <p>Another secret for the same key. Give the programs that use it time to take the new one.</p>
      </header>
      <form class="body" method="post" action={`${path}/rotate`}>
        <OnceField />
        <Select
          name="overlapSeconds"
          label="The one before counts for"
          value={DEFAULT_OVERLAP}
          options={OVERLAPS}
          fault={fault}
        />
        <div class="actions">
          <button type="submit" class="quiet">
            Rotate key
          </button>
        </div>
      </form>
    </section>
  );
}

export function StatusCard({ path, shown }: KeyDetailsProps): Child {
  return (
    <section class="card split" aria-labelledby="status-heading">
      <header>
        <h2 id="status-heading">Status</h2>
        <p>{STATUS_TEXTS[shown.status]}</p>
      </header>
      <form class="body actions" method="post" action={path}>
        <StatusButton status={shown.status} />
      </form>
    </section>
  );
}

/** The button that disables a key, or enables it again. */
export const StatusButton = ({ status, of }: { readonly status: Key['status']; readonly of?: string }): Child => {
  const [value, label] = status === 'disabled' ? ['active', 'Enable'] : ['disabled', 'Disable'];
  const isOff = value === 'disabled';
  return (
    <button
      type="submit"
      name="status"
      value={value}
      class={isOff ? 'quiet danger' : 'quiet'}
      aria-label={of === undefined ? undefined : `${label} ${of}`}
    >
      {label}
    </button>
  );
};

const STATUS_TEXTS = {
  active: 'Disabling it shuts out whatever uses it, from the next request on, and can be undone.',
  expired: 'Its time is over. It works again once it expires later; disabled it does not.',
  disabled: 'It opens nothing until it is enabled again.',
} as const;

/** Asks before a key is deleted. */
export function DeleteKeyForm({
  path,
  back,
  of,
}: {
  readonly path: string;
  readonly back: string;
  readonly of: Key;
}): Child {
  return (
    <form class="card" method="post" action={path}>
      <dl>
        <dt>Name</dt>
        <dd>
          <bdi>{of.name}</bdi>
        </dd>
        <dt>Ends with</dt>
        <dd>
          <code>…{of.hint}</code>
        </dd>
      </dl>
      <p>
        Whatever uses the key is shut out from the next request on. To be able to undo that, disable it. What was done
        with it stays in the audit log.
      </p>
      <DeleteActions what="key" back={back} />
    </form>
  );
}
