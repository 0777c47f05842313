/**
 * The notebooks of this example: code as text, and the output that it would have.
 */

import type { RequestAuth } from '@doorward/core';
import { escapeHtml } from './escape-html.ts';
import { statusFor } from './status.ts';

export interface Notebook {
  readonly name: string;
  readonly title: string;
  readonly cells: readonly Cell[];
}

/** A text, or code with its output; `text` and `output` are HTML. */
export type Cell =
  | { readonly text: string; readonly code?: undefined; readonly output?: undefined }
  | { readonly text?: undefined; readonly code: string; readonly output: string };

export function notebooks(auth: RequestAuth): readonly Notebook[] {
  return [
    {
      name: 'welcome.py',
      title: 'Welcome',
      cells: [
        {
          text: '<p>You are behind Doorward’s login. This server has none of its own: one call put it in front. The handlers know who you are:</p>',
        },
        { code: 'import notebook\n\nnotebook.request.user', output: table(Object.entries(statusFor(auth).user)) },
        { text: hints(auth.rootPath) },
      ],
    },
    {
      name: 'sales/2024 report.py',
      title: 'Sales, 2024',
      cells: [
        { text: '<p>Orders of a shop that does not exist, by quarter.</p>' },
        {
          code: 'import polars as pl\n\norders = pl.read_csv("orders.csv")\norders.group_by("quarter").sum()',
          output: table(SALES.map(([quarter, amount]) => [quarter, `${amount} 000`])),
        },
        { code: 'orders.plot.bar(x="quarter")', output: barChart(SALES) },
      ],
    },
  ];
}

function hints(rootPath: string): string {
  return `<h2>Try it</h2><ul>
<li>Open <a href="${rootPath}/notebook?file=${encodeURIComponent('sales/2024 report.py')}">another notebook</a>, copy its address, and sign out. The address then leads through the login, and back to that notebook.</li>
<li>Open <a href="${rootPath}/api/status">/api/status</a>, then fetch it with curl. A script without a credential gets 401, not a login page.</li>
<li>Fetch <a href="${rootPath}/health">/health</a>, which is public, so it answers without a credential too.</li></ul>`;
}

const SALES: readonly (readonly [string, number])[] = [
  ['Q1', 42],
  ['Q2', 58],
  ['Q3', 51],
  ['Q4', 76],
];

function table(rows: readonly (readonly [string, unknown])[]): string {
  const lines = rows.map(
    ([key, value]) => `<tr><th scope="row">${escapeHtml(key)}</th><td>${escapeHtml(String(value))}</td></tr>`,
  );
  return `<table>${lines.join('')}</table>`;
}

function barChart(bars: readonly (readonly [string, number])[]): string {
  const drawn = bars.map(([name, value], index) => {
    const x = index * 72;
    return `<rect x="${x}" y="${96 - value}" width="56" height="${value}" rx="3"/><text class="value" x="${x + 28}" y="${90 - value}">${value}</text><text x="${x + 28}" y="112">${name}</text>`;
  });
  return `<svg class="chart" viewBox="0 0 272 116" role="img" aria-label="Sales rise from 42 000 in the first quarter to 76 000 in the last">${drawn.join('')}</svg>`;
}
