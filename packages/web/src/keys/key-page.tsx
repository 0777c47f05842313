/**
 * One key, with as much of it to change as whoever looks may change.
 */

import type { Key, KeyAction, RoleInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { DeleteCard } from '../deletion.tsx';
import { Fact } from '../fact.tsx';
import { FaultSummary, Field, Select } from '../fields.tsx';
import { Notice } from '../notice.tsx';
import { Time, timeText } from '../time.tsx';
import { RotateCard, StatusCard } from './key-cards.tsx';
import { AS_IT_IS, LIFETIMES } from './key-input.ts';
import { KeyBadge, Rights } from './key-table.tsx';

export interface KeyDetailsProps {
  /** Page of this key. */
  readonly path: string;
  readonly shown: Key;
  /** What a key may that nothing limits. */
  readonly whole: string;
  readonly roles: readonly RoleInfo[];
  readonly actions: ReadonlySet<KeyAction>;
  /** The log of what was done with it; `null` for who may not read it. */
  readonly log: string | null;
  /** What the form shows: the key, or what was typed last. */
  readonly typed: { readonly name: string; readonly expiresAt: string };
  readonly done: string | undefined;
  readonly fault: Problem | null;
}

export function KeyDetails(props: KeyDetailsProps): Child {
  const { actions, fault, done } = props;
  const mayUpdate = actions.has('update');
  return (
    <>
      <Notice done={done} />
      <FaultSummary fault={fault} fields={['name', 'expiresAt', 'overlapSeconds']} />
      <Facts {...props} />
      {mayUpdate && <EditCard {...props} />}
      {actions.has('rotate') && <RotateCard {...props} />}
      {mayUpdate && <StatusCard {...props} />}
      {actions.has('delete') && <DeleteCard path={props.path} what="key" note="The key cannot be brought back." />}
    </>
  );
}

const Facts = ({ shown: key, whole, roles, log }: KeyDetailsProps) => (
  <section class="card" aria-label="Facts">
    <dl class="facts">
      <Fact label="Status">
        <KeyBadge status={key.status} />
      </Fact>
      <Fact label="Ends with">
        <code>…{key.hint}</code>
      </Fact>
      <Fact label="May do">
        <Rights of={key} whole={whole} roles={roles} most={Number.POSITIVE_INFINITY} />
      </Fact>
      <Fact label="Created">
        <Time at={key.createdAt} />
      </Fact>
      <Fact label="Expires">
        <Time at={key.expiresAt} />
      </Fact>
      <Fact label="Last used">
        <Time at={key.lastUsedAt} />
      </Fact>
      {key.previousUntil !== null && (
        <Fact label="The key before counts until">
          <Time at={key.previousUntil} />
        </Fact>
      )}
    </dl>
    {log !== null && (
      <a class="named" href={log}>
        Events of this key
      </a>
    )}
  </section>
);

const EditCard = ({ path, shown: key, typed, fault }: KeyDetailsProps) => (
  <section class="card split" aria-labelledby="edit">
    <header>
      <h2 id="edit">Name and expiry</h2>
      <p>What the key may do cannot be changed: make another one.</p>
    </header>
    <form class="body" method="post" action={path}>
      <Field name="name" label="Name" value={typed.name} isRequired fault={fault} />
      <Select name="expiresAt" label="Expires" value={typed.expiresAt} options={expiryOptions(key)} fault={fault} />
      <div class="actions">
        <button type="submit">Save changes</button>
      </div>
    </form>
  </section>
);

function expiryOptions({ expiresAt }: Key): readonly (readonly [string, string])[] {
  if (expiresAt === null) return [[AS_IT_IS, 'Never'], ...LIFETIMES.filter(([value]) => value !== 'never')];
  return [[AS_IT_IS, timeText(expiresAt)], ...LIFETIMES];
}
