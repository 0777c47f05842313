/**
 * How the shop did in the last thirty days, as a Koa app.
 */

import { getAuth } from '@doorward/koa';
import Router from '@koa/router';
import Koa from 'koa';
import { bar, columnChart, lineChart, sparkline } from './charts.ts';
import { change, count, date, euro, percent, price, shortEuro } from './numbers.ts';
import { PAGE_HEADERS, page } from './page.ts';
import { categoryShares } from './shares.ts';
import { type Day, days, HOURS, revenueOf, sum } from './shop.ts';

export const dashboard = new Koa();

const router = new Router();

router.get('/', (ctx) => {
  ctx.set(PAGE_HEADERS);
  ctx.body = page({ app: 'dashboard', auth: getAuth(ctx), title: 'Dashboard', main: overview(days(30), days(30, 30)) });
});

dashboard.use(router.routes());

function overview(month: readonly Day[], before: readonly Day[]): string {
  return `<h1>Dashboard</h1>
<p class="lead">Thirty days until ${date(lastOf(month))}, compared with the thirty before.</p>
<div class="tiles">${tiles(month, before)}</div>
<section class="panel"><header><h2>Revenue a day</h2><p class="legend"><span class="now">These thirty days</span><span class="then">The thirty before</span></p></header>${revenueChart(month, before)}${figures(month)}</section>
<div class="pair">
<section class="panel"><h2>Revenue by category</h2>${categories(month)}</section>
<section class="panel"><h2>Orders by the hour</h2>${columnChart('Orders by the hour: a first rise at noon, most of them at seven in the evening', HOURS, ['0 h', '6 h', '12 h', '18 h', '24 h'])}</section>
</div>`;
}

interface Measure {
  readonly name: string;
  readonly of: (period: readonly Day[]) => number;
  readonly word: (value: number) => string;
}

const ordersOf = (period: readonly Day[]): number => sum(period.map(({ orders }) => orders));
const visitorsOf = (period: readonly Day[]): number => sum(period.map(({ visitors }) => visitors));

const MEASURES: readonly Measure[] = [
  { name: 'Revenue', of: revenueOf, word: shortEuro },
  { name: 'Orders', of: ordersOf, word: count },
  { name: 'Average order', of: (period) => revenueOf(period) / ordersOf(period), word: price },
  {
    name: 'Visitors who buy',
    of: (period) => ordersOf(period) / visitorsOf(period),
    word: (share) => percent(share, 1),
  },
];

function tiles(month: readonly Day[], before: readonly Day[]): string {
  return MEASURES.map(({ name, of, word }) => {
    const { text, direction } = change(of(month), of(before));
    return `<section class="tile"><h2>${name}</h2><p class="figure">${word(of(month))}</p><p class="change ${direction}">${text}</p>${sparkline(month.map((day) => of([day])))}</section>`;
  }).join('');
}

function revenueChart(month: readonly Day[], before: readonly Day[]): string {
  const values = month.map(({ revenue }) => revenue);
  return lineChart({
    label: `Revenue a day, between ${shortEuro(Math.min(...values))} and ${shortEuro(Math.max(...values))}`,
    values,
    earlier: before.map(({ revenue }) => revenue),
    under: [0, 0.25, 0.5, 0.75, 1].map((part) =>
      date(month[Math.round(part * (month.length - 1))]?.date ?? new Date()),
    ),
    word: shortEuro,
    pointWord: (index) => `${date(month[index]?.date ?? new Date())}: ${euro(values[index] ?? 0)}`,
  });
}

/** For whoever reads figures rather than lines. */
function figures(month: readonly Day[]): string {
  const rows = month.map(
    (day) =>
      `<tr><th scope="row">${date(day.date)}</th><td>${euro(day.revenue)}</td><td>${count(day.orders)}</td></tr>`,
  );
  return `<details><summary>As a table</summary><table class="plain"><thead><tr><th scope="col">Day</th><th scope="col">Revenue</th><th scope="col">Orders</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}

function categories(month: readonly Day[]): string {
  const shares = categoryShares(month);
  const largest = shares[0]?.revenue ?? 1;
  const rows = shares.map(
    ({ name, revenue }) => `<li><span>${name}</span>${bar(revenue, largest)}<span>${shortEuro(revenue)}</span></li>`,
  );
  return `<ul class="shares">${rows.join('')}</ul>`;
}

function lastOf(period: readonly Day[]): Date {
  return period.at(-1)?.date ?? new Date();
}
