/**
 * The live page before anything has happened; `browser/live.ts` fills it in.
 */

import type { RequestAuth } from '@doorward/auth';
import { GRID } from './charts.ts';
import { page } from './page.ts';

export function livePage(auth: RequestAuth): string {
  return page({ app: 'live', auth, title: 'Live', script: '/live.js', main: content(auth) });
}

function content(auth: RequestAuth): string {
  const signIn = `${auth.loginPath}?next=${encodeURIComponent(auth.link('/'))}`;
  return `<div class="heading"><div><h1>Live</h1><p class="lead">The shop as it happens, second by second.</p></div>
<div class="tools"><p id="state" class="state" role="status" data-state="connecting">Connecting</p><button id="pause" type="button" aria-pressed="false">Pause</button></div></div>
<noscript><p class="notice">This page is drawn by a script from this server. Allow scripts to see it.</p></noscript>
<section id="ended" class="panel ended" role="alert" hidden></section>
<template id="ended-content"><h2>You are signed out</h2><p>The session ended, and the server closed this page’s socket with it. What it showed is gone.</p><p><a class="button primary" href="${signIn}">Sign in again</a></p></template>
<div id="feed" data-socket="${auth.link('/ws')}">
<div>
<div class="tiles three">
<section class="tile"><h2>Visitors now</h2><p class="figure" id="visitors">–</p></section>
<section class="tile"><h2>Orders this minute</h2><p class="figure" id="orders">–</p></section>
<section class="tile"><h2>Revenue this minute</h2><p class="figure" id="revenue">–</p></section>
</div>
<section class="panel"><header><h2>Visitors, the last minute</h2><p class="legend"><span class="now">Visitors</span><span class="order">An order</span></p></header>
<figure class="chart moving" role="img" aria-label="Visitors in the last minute, and when they ordered">
<div class="scale" aria-hidden="true"><span>1000</span><span>750</span><span>500</span><span>250</span><span>0</span></div>
<div class="window" aria-hidden="true"><svg viewBox="0 0 100 100" preserveAspectRatio="none">${GRID}</svg>
<svg id="moving" viewBox="0 0 60 1000" preserveAspectRatio="none"><path id="area" class="area"/><path id="line" class="line"/><path id="marks" class="marks"/></svg></div>
<div class="under" aria-hidden="true"><span>60 s ago</span><span>45 s</span><span>30 s</span><span>15 s</span><span>now</span></div>
</figure></section>
</div>
<section class="panel"><h2>Latest orders</h2><ol id="latest" class="latest"></ol></section>
</div>`;
}
