/**
 * The studio's only page: an empty frame, which the script fills with what the person may see and do.
 */

import { createHash } from 'node:crypto';
import type { Handler } from './answer.ts';
import { MARK } from './logo.ts';
import { importMap } from './scripts.ts';
import { settings } from './settings.ts';

export const studioPage: Handler = ({ auth }) => {
  const base = auth.link('/').slice(0, -1);
  const imports = importMap(base);
  const hash = createHash('sha256').update(imports).digest('base64');
  return {
    status: 200,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'self'; script-src 'self' 'sha256-${hash}'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
    body: frame(base.replaceAll('&', '&amp;'), imports),
  };
};

/** What is put in are paths of the configuration, which hold no quotes and no angle brackets. */
const frame = (base: string, imports: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Atelier</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/assets/style.css">
<script type="importmap">${imports}</script>
<script type="module" src="${base}/assets/studio.js"></script>
</head>
<body data-base="${base}" data-api="${settings.apiPrefix}">
<header><a class="brand" href="${base}/">${MARK}Atelier</a><div id="person"></div></header>
<main><h1>Studio</h1><p class="lead" id="rights" role="status">Looking up what you may do…</p><p id="problem" role="alert" hidden></p><div id="resources"></div></main>
<noscript><p>The studio needs JavaScript. The API does not.</p></noscript>
</body>
</html>
`;
