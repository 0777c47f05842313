/**
 * One fact of a list of facts.
 */

import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

export const Fact = ({ label, children }: { readonly label: string; readonly children?: Child }): JSX.Element => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
