/**
 * The page with the list of keys, and the same in short for other pages.
 */

import type { Key, RoleInfo } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { Notice } from '../notice.tsx';
import { KeyTable } from './key-table.tsx';

/** What a key of one's own may that nothing limits. */
export const ALL_OF_MINE = 'All that you may';

export interface ShownKeys {
  readonly keys: readonly Key[];
  readonly total: number;
}

export interface KeyListProps extends ShownKeys {
  /** Path of the list. */
  readonly list: string;
  readonly isService: boolean;
  readonly roles: readonly RoleInfo[];
  readonly done: string | undefined;
}

export function KeyList({ keys, total, list, isService, roles, done }: KeyListProps): Child {
  return (
    <>
      <Notice done={done} />
      <section class="card" aria-label="Keys">
        <header>
          <p>{isService ? 'For programs that act for nobody in particular.' : OWN_LEAD}</p>
        </header>
        <LinkedKeys keys={keys} total={total} list={list} roles={roles} />
      </section>
    </>
  );
}

export const OWN_LEAD = 'For programs that act as you. A key never may more than you, and ends with your account.';

/** Keys that lead to their pages. */
export const LinkedKeys = ({ keys, total, list, roles }: Omit<KeyListProps, 'isService' | 'done'>): Child =>
  keys.length === 0 ? (
    <p class="empty">There is no key yet.</p>
  ) : (
    <KeyTable
      keys={keys}
      total={total}
      hrefOf={({ id }) => `${list}/${encodeURIComponent(id)}`}
      whole={ALL_OF_MINE}
      roles={roles}
      buttons={null}
    />
  );

export function NewKeyLink({ list, isQuiet = false }: { readonly list: string; readonly isQuiet?: boolean }): Child {
  return (
    <a class={isQuiet ? 'button quiet' : 'button'} href={`${list}/new`}>
      New key
    </a>
  );
}
