/**
 * Deleting what nothing brings back: the way to the question, and the buttons below it.
 */

import type { Child } from 'hono/jsx';

/** On the page of what may be deleted. `what`: what it is, for people. */
export function DeleteCard({ path, what, note }: DeleteCardProps): Child {
  return (
    <section class="card split" aria-labelledby="delete-heading">
      <header>
        <h2 id="delete-heading">Delete</h2>
        <p>{note}</p>
      </header>
      <div class="body">
        <a class="button quiet danger" href={`${path}/delete`}>
          Delete {what}
        </a>
      </div>
    </section>
  );
}

export interface DeleteCardProps {
  readonly path: string;
  readonly what: string;
  readonly note: string;
}

/** The last two of the form that deletes. `back`: where whoever keeps it goes. */
export function DeleteActions({ what, back }: { readonly what: string; readonly back: string }): Child {
  return (
    <div class="actions">
      <button type="submit" class="danger sure">
        Delete {what}
      </button>
      <a class="button quiet" href={back}>
        Keep the {what}
      </a>
    </div>
  );
}
