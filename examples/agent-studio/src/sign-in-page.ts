/**
 * The page that strangers come to: a frame, which a script fills with the ways to sign in that the capabilities name.
 */

import type { DoorwardOptions } from '@doorward/auth';
import { MARK } from './logo.ts';
import { settings } from './settings.ts';

type LoginRenderer = NonNullable<NonNullable<DoorwardOptions['page']>['renderLogin']>;

const { apiPrefix } = settings;

/** What it loads, and strangers have to get. */
export const SIGN_IN_FILES = ['/assets/style.css', '/assets/sign-in.js', '/assets/elements.js'];

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Doorward reads the form, and says what is wrong with it. */
export const renderLogin: LoginRenderer = ({ action, next, name, notice, error }) => {
  const base = action.slice(0, -`${apiPrefix}/auth/login`.length);
  const data = { base, api: apiPrefix, action, next: next ?? '', name: name ?? '' };
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${escaped(value)}"`);
  return {
    html: frame(escaped(base), attributes.join(''), says('status', notice) + says('alert', error)),
    headers: [['content-security-policy', POLICY]],
  };
};

const says = (role: 'status' | 'alert', text: string | null): string =>
  text === null ? '' : `<p class="${role}" role="${role}">${escaped(text)}</p>`;

const frame = (base: string, attributes: string, said: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in to Atelier</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/assets/style.css">
<script type="module" src="${base}/assets/sign-in.js"></script>
</head>
<body${attributes}>
<header><a class="brand" href="${base}/">${MARK}Atelier</a></header>
<main class="sign-in"><h1>Sign in</h1>${said}<div id="ways"></div></main>
<noscript><p>This page needs JavaScript. The API does not.</p></noscript>
</body>
</html>
`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
