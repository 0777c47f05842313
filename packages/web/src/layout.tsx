/**
 * The frame of every page of ours: one style sheet, no script, nothing from outside.
 */

import { createHash } from 'node:crypto';
import type { HeaderList } from '@doorward/core';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { PageOptions } from './page-theme.ts';
import { styleSheet } from './style-sheet.ts';

export interface Layout {
  /** A whole HTML document: a card in the middle. */
  render(heading: string, content: Child): string;
  /** The same over the whole width, below a bar that leads to the other pages. */
  renderWide(page: WidePage): string;
  /** The headers that such a document is served with. */
  readonly headers: HeaderList;
}

export interface WidePage {
  readonly heading: string;
  /** Where this page belongs, such as the list that it came from. */
  readonly back: Link | null;
  /** Beside the heading. */
  readonly action: Child;
  readonly content: Child;
  readonly bar: Bar;
}

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface Bar {
  readonly home: string;
  readonly links: readonly (Link & { readonly isHere: boolean })[];
  /** Where the button for signing out posts to; `null` without a session. */
  readonly signOut: string | null;
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
    render: (heading, content) =>
      documentOf(
        { title: `${heading} · ${options.title}`, css },
        <body>
          <main>
            <Logo logo={options.logo} />
            <p class="site">{options.title}</p>
            <h1>{heading}</h1>
            {content}
          </main>
        </body>,
      ),
    renderWide: ({ heading, back, action, content, bar }) =>
      documentOf(
        { title: `${heading} · ${options.title}`, css },
        <body class="wide">
          <a class="skip" href="#main">
            Skip to the content
          </a>
          <TopBar options={options} bar={bar} />
          <main id="main" tabindex={-1}>
            {back !== null && (
              <p class="back">
                <a href={back.href}>{back.label}</a>
              </p>
            )}
            <div class="head">
              <h1>
                <bdi>{heading}</bdi>
              </h1>
              {action}
            </div>
            {content}
          </main>
        </body>,
      ),
  };
}

function documentOf({ title, css }: { title: string; css: string }, body: Child): string {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style>{raw(css)}</style>
      </head>
      {body}
    </html>
  );
  return `<!doctype html>${page.toString()}`;
}

const TopBar = ({ options, bar }: { options: PageOptions; bar: Bar }) => (
  <header class="bar">
    <div>
      <a class="brand" href={bar.home}>
        <Logo logo={options.logo} />
        {options.title}
      </a>
      {bar.links.length > 0 && (
        <nav aria-label="Account and administration">
          {bar.links.map(({ href, label, isHere }) => (
            <a href={href} aria-current={isHere ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      )}
      {bar.signOut !== null && (
        <form method="post" action={bar.signOut}>
          <button type="submit" class="quiet">
            Sign out
          </button>
        </form>
      )}
    </div>
  </header>
);

const Logo = ({ logo }: { logo: string | null }) => (logo === null ? <Door /> : <img class="logo" src={logo} alt="" />);

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
