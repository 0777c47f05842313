/**
 * The first page of the site, and its style sheet, as an Express app.
 */

import { readFileSync } from 'node:fs';
import { getAuth, link, type RequestAuth } from '@doorward/express';
import express, { type Express } from 'express';
import { bar, sparkline } from './charts.ts';
import { escapeHtml } from './escape-html.ts';
import { percent, shortEuro } from './numbers.ts';
import { PAGE_HEADERS, page } from './page.ts';
import { categoryShares } from './shares.ts';
import { days, revenueOf } from './shop.ts';
import { STYLE } from './style.ts';

export const home: Express = express();
home.disable('x-powered-by');

home.get('/', (req, res) => {
  const auth = getAuth(req);
  res.set(PAGE_HEADERS).send(page({ app: 'home', auth, title: 'Home', main: welcome(auth) }));
});

home.get('/site.css', (_req, res) => {
  res.type('css').send(STYLE);
});

home.use((req, res) => {
  const main = `<h1>There is no such page</h1><p class="lead">No app of this site knows that address. <a href="${link(req, '/')}">Back to the first page</a></p>`;
  res
    .status(404)
    .set(PAGE_HEADERS)
    .send(page({ app: 'home', auth: getAuth(req), title: 'Not found', main }));
});

function welcome(auth: RequestAuth): string {
  const month = days(30);
  return `<h1>Three apps, one sign-in</h1>
<p class="lead">The back office of an online shop for cyclists. Each app runs on another framework, and none has a login of its own: Doorward stands in front of them all.</p>
<div class="cards">
${card(auth.link('/dashboard/'), 'Dashboard', 'Koa', `${sparkline(month.map(({ revenue }) => revenue))}<p><b>${shortEuro(revenueOf(month))}</b> in thirty days</p>`)}
${card(auth.link('/sales/'), 'Sales', 'Hono', `<ul>${bestCategories()}</ul><p>What sells, piece by piece</p>`)}
${card(auth.link('/live/'), 'Live', 'Node + WebSocket', `${PULSE}<p>Visitors and orders, this second</p>`)}
</div>
<div class="pair">
<section class="panel"><h2>See it end</h2>
<ol><li>Open <a href="${auth.link('/live/')}" target="_blank">Live in a second tab</a>.</li>
<li>Come back here and sign out, top right.</li>
<li>Look at the other tab: its socket was closed with the session.</li></ol>
<p>Then open <a href="${auth.link('/sales/?days=7')}">last week’s sales</a>. You are led through the login, and on to that page.</p></section>
<section class="panel"><h2>All there is to it</h2><pre tabindex="0" aria-label="From site.ts"><code>${CODE}</code></pre></section>
</div>`;
}

function card(href: string, name: string, framework: string, content: string): string {
  return `<article class="card"><header><h2><a href="${href}">${name}</a></h2><span class="tag">${framework}</span></header>${content}</article>`;
}

function bestCategories(): string {
  const shares = categoryShares(days(30));
  const largest = shares[0]?.share ?? 1;
  return shares
    .slice(0, 3)
    .map(({ name, share }) => `<li><span>${name}</span>${bar(share, largest)}<span>${percent(share)}</span></li>`)
    .join('');
}

const BEAT = 'M0 62H14L20 50L26 62H38L44 14L51 88L57 40L62 62H74L79 52L84 62H100';

const PULSE = `<svg class="spark pulse" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="${BEAT}V100H0Z"/><path class="line" d="${BEAT}"/></svg>`;

const CODE = escapeHtml(
  /(?<= = )createApp[^;]*/.exec(readFileSync(new URL('../src/site.ts', import.meta.url), 'utf8'))?.[0] ?? '',
);
