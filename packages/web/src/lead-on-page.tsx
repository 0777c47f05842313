/**
 * A page that leads on to another site. Browsers hold redirects of a form to the form's policy, which knows no other site.
 */

import type { HeaderList } from '@doorward/core';
import type { Layout } from './layout.tsx';
import { htmlResponse } from './responses.ts';

export interface LeadOn {
  readonly heading: string;
  readonly text: string;
  readonly url: string;
}

/** It goes there by itself, too. */
export function leadOn(layout: Layout, { heading, text, url }: LeadOn, headers: HeaderList): Response {
  const html = layout.render(
    heading,
    <>
      <p>{text}</p>
      <a class="button" href={url} autofocus>
        Go on
      </a>
    </>,
  );
  return htmlResponse({ html, headers: layout.headers }, 200, [['refresh', `0; url=${url}`], ...headers]);
}
