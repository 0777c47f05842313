/**
 * What was sold, as a Hono app: a table, its totals, and the same as CSV.
 */

import { getAuth, link } from '@doorward/hono';
import { type Context, Hono } from 'hono';
import { bar } from './charts.ts';
import { change, count, date, euro, percent, price } from './numbers.ts';
import { PAGE_HEADERS, page } from './page.ts';
import { unitsOf } from './shares.ts';
import { days, PRODUCTS, type Product, sum } from './shop.ts';

const PERIODS: readonly number[] = [7, 30, 90];

export const sales: Hono = new Hono();

sales.get('/', (c) => {
  return c.html(page({ app: 'sales', auth: getAuth(c), title: 'Sales', main: report(c) }), 200, PAGE_HEADERS);
});

sales.get('/sales.csv', (c) => {
  const lines = rowsOf(periodOf(c)).map(
    ({ product, units, revenue }) => `"${product.name}",${product.category},${units},${(revenue / 100).toFixed(2)}`,
  );
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="sales.csv"',
  };
  return c.body(['product,category,units,revenue', ...lines, ''].join('\r\n'), 200, headers);
});

interface Row {
  readonly product: Product;
  readonly units: number;
  readonly revenue: number;
  /** In the period before. */
  readonly revenueBefore: number;
}

function periodOf(c: Context): number {
  const asked = Number(c.req.query('days'));
  return PERIODS.includes(asked) ? asked : 30;
}

function rowsOf(period: number): readonly Row[] {
  const now = days(period);
  const before = days(period, period);
  return PRODUCTS.map((product, index) => {
    const units = unitsOf(now, index);
    return { product, units, revenue: units * product.price, revenueBefore: unitsOf(before, index) * product.price };
  }).sort((a, b) => b.revenue - a.revenue);
}

function report(c: Context): string {
  const period = periodOf(c);
  const rows = rowsOf(period);
  const first = days(period)[0]?.date ?? new Date();
  const last = days(1)[0]?.date ?? new Date();
  return `<h1>Sales</h1>
<p class="lead">From ${date(first)} to ${date(last)}, by product.</p>
<div class="tools"><nav class="segments" aria-label="Period">${PERIODS.map((length) => periodLink(c, length, period)).join('')}</nav>
<a class="button" href="${link(c, `/sales.csv?days=${period}`)}" download><span>Download</span> CSV</a></div>
<section class="panel wide">${table(rows, period)}</section>`;
}

function periodLink(c: Context, length: number, current: number): string {
  return `<a href="${link(c, `/?days=${length}`)}"${length === current ? ' aria-current="true"' : ''}>${length} days</a>`;
}

/** The roles keep it a table where the style sheet lays its rows out as cards. */
function table(rows: readonly Row[], period: number): string {
  const total = sum(rows.map(({ revenue }) => revenue));
  const body = rows.map(({ product, ...row }) =>
    line({
      ...row,
      name: product.name,
      note: product.category,
      price: price(product.price),
      share: row.revenue / total,
      largest: (rows[0]?.revenue ?? 1) / total,
    }),
  );
  const all = {
    name: 'All products',
    note: '',
    price: '',
    units: sum(rows.map(({ units }) => units)),
    revenue: total,
    revenueBefore: sum(rows.map(({ revenueBefore }) => revenueBefore)),
    share: null,
    largest: 1,
  };
  return `<table class="sales" role="table"><caption class="hidden">Sales by product in ${period} days</caption>
<thead role="rowgroup"><tr role="row">${['Product', 'Price', 'Units', 'Share', 'Change', 'Revenue'].map((name) => `<th scope="col" role="columnheader">${name}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">${body.join('')}</tbody>
<tfoot role="rowgroup">${line(all)}</tfoot></table>`;
}

interface Line {
  readonly name: string;
  readonly note: string;
  readonly price: string;
  readonly units: number;
  readonly revenue: number;
  readonly revenueBefore: number;
  /** `null` for the line of totals. */
  readonly share: number | null;
  readonly largest: number;
}

function line({ name, note, price: each, units, revenue, revenueBefore, share, largest }: Line): string {
  const { text, direction } = change(revenue, revenueBefore);
  const part = share === null ? '' : `${bar(share, largest)}<span>${percent(share)}</span>`;
  return `<tr role="row"><th scope="row" role="rowheader">${name}<small>${note}</small></th><td role="cell" class="price">${each}</td><td role="cell" class="units">${count(units)}</td><td role="cell" class="share">${part}</td><td role="cell" class="change ${direction}">${text}</td><td role="cell" class="revenue">${euro(revenue)}</td></tr>`;
}
