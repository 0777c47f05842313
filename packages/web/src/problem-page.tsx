/**
 * An error as a page: what happened, what to do, and the code to look up.
 */

import type { Problem, Site } from '@doorward/core';
import type { Layout } from './layout.tsx';

export function renderProblemPage(layout: Layout, problem: Problem, site: Site): string {
  return layout.render(
    problem.title,
    <>
      <p>{problem.detail}</p>
      <a class="button" href={site.home}>
        Go to the start page
      </a>
      <p class="code">
        {problem.status} · {problem.code}
      </p>
    </>,
  );
}
