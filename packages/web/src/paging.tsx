/**
 * From page to page of a list, with the query kept.
 */

import type { Child } from 'hono/jsx';

export interface PagingProps {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  hrefOf(page: number): string;
}

export function Paging({ page, pages, hrefOf }: PagingProps): Child {
  if (pages <= 1) return null;
  return (
    <nav class="paging" aria-label="Pages">
      <span>
        Page {page} of {pages}
      </span>
      <div class="actions">
        {page > 1 && (
          <a class="button quiet" rel="prev" href={hrefOf(page - 1)}>
            Previous page
          </a>
        )}
        {page < pages && (
          <a class="button quiet" rel="next" href={hrefOf(page + 1)}>
            Next page
          </a>
        )}
      </div>
    </nav>
  );
}

/** A path with the parameters that are set. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => !['', undefined].includes(entry[1]));
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set).toString()}`;
}
