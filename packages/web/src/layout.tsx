/**
 * The frame of every page of ours: one style sheet, no script, nothing from outside.
 */

import { createHash } from 'node:crypto';
import type { HeaderList } from '@doorward/core';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { PageOptions } from './page-theme.ts';

export interface Layout {
  /** A whole HTML document. */
  render(heading: string, content: Child): string;
  /** The headers that such a document is served with. */
  readonly headers: HeaderList;
}

export function createLayout(options: PageOptions): Layout {
  const css = styleSheet(options);
  const hash = createHash('sha256').update(css).digest('base64');
  const headers: HeaderList = [
    [
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    ],
    ...PAGE_HEADERS,
  ];
  return {
    headers,
    render(heading, content) {
      const page = (
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="robots" content="noindex" />
            <title>{`${heading} · ${options.title}`}</title>
            <link rel="icon" href="data:," />
            <style>{raw(css)}</style>
          </head>
          <body>
            <main>
              {options.logo === null ? <Door /> : <img class="logo" src={options.logo} alt="" />}
              <p class="site">{options.title}</p>
              <h1>{heading}</h1>
              {content}
            </main>
          </body>
        </html>
      );
      return `<!doctype html>${page.toString()}`;
    },
  };
}

/** For every page of ours, whoever drew it. */
export const PAGE_HEADERS: HeaderList = [
  ['cache-control', 'no-store'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['referrer-policy', 'same-origin'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
];

const Door = () => (
  <svg class="logo" viewBox="3.75 1.5 46.5 46.5" aria-hidden="true" focusable="false">
    <path class="frame" d="M10 44V8a4 4 0 0 1 4-4h20a4 4 0 0 1 4 4v36" />
    <path class="leaf" d="M16 10l14 4v34l-14-4z" />
    <circle class="knob" cx="26" cy="30" r="1.8" />
    <path class="frame" d="M5 44h10M33 44h10" />
  </svg>
);

function styleSheet({ accent }: PageOptions): string {
  return `
:root{--ground:#f4f5f7;--card:#fff;--text:#16191d;--soft:#565e68;--line:#868f9a;--accent:${accent.light};--on-accent:#fff;--bad:#a3161e;--bad-ground:#fdecec;--good:#17603a;--good-ground:#e6f4ec}
@media (prefers-color-scheme:dark){:root{--ground:#101215;--card:#1a1d21;--text:#eceef0;--soft:#a7afb8;--line:#69727d;--accent:${accent.dark};--on-accent:#0b0d0f;--bad:#ff9d9d;--bad-ground:#3a1a1c;--good:#8fdcb0;--good-ground:#15301f}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--ground)}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1rem}
main{width:100%;max-width:25rem;background:var(--card);border:1px solid color-mix(in srgb,var(--line) 35%,transparent);border-radius:1rem;padding:2rem 1.75rem;box-shadow:0 1px 2px #0001,0 8px 32px #0001}
.logo{display:block;width:3rem;height:3rem;object-fit:contain;margin:0 0 .75rem}
.frame{fill:none;stroke:var(--soft);stroke-width:2.5;stroke-linecap:round}
.leaf{fill:var(--accent)}
.knob{fill:var(--card)}
.site{margin:0;color:var(--soft);overflow-wrap:anywhere}
h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}
p{margin:0 0 1rem}
label{display:block;font-weight:600;margin:0 0 .375rem}
input{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.5rem;padding:.625rem .75rem;min-height:2.75rem}
input[aria-invalid=true]{border-color:var(--bad)}
button,.button{display:block;width:100%;text-align:center;text-decoration:none;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:.5rem;padding:.625rem 1rem;min-height:2.75rem;margin-top:1rem;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.08)}
button:active,.button:active{filter:brightness(.94)}
.quiet{background:transparent;color:var(--accent);border-color:var(--line);margin-top:.75rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
input:focus-visible{outline-width:2px;outline-offset:-1px;border-color:var(--accent)}
.hint{color:var(--soft);font-size:.875rem;margin:.5rem 0 0}
.message{border-radius:.5rem;padding:.625rem .75rem}
.error{color:var(--bad);background:var(--bad-ground)}
.notice{color:var(--good);background:var(--good-ground)}
.code{color:var(--soft);font-size:.8125rem;margin:1.25rem 0 0;overflow-wrap:anywhere}
a{color:var(--accent)}
@media (max-width:24rem){main{padding:1.5rem 1.25rem}}
@media (forced-colors:active){main,button,.button{border-color:CanvasText}}
`;
}
