// Results with fixed numbers.
import type { Results } from '../src/results.mjs';

/** One row of one framework, in which Doorward adds this much, and a goal of at most 15. */
export function results(framework: string, added: number): Results {
  const spread = (median: number) => ({ median, p25: median - 1, p75: median + 2 });
  const figure = (label: string, kind: 'bare' | 'doorward' | 'peer', median: number) => ({
    label,
    kind,
    isAbsolute: kind === 'bare',
    value: spread(median),
    unit: 'us',
    digits: 1,
  });
  const goal = { id: 'G1', key: 'floor', text: 'doorward over the floor', unit: 'us', digits: 1, atLeast: false };
  return {
    machine: { hardware: '2 x Processor', node: 'Node v22' },
    peers: [{ framework, name: 'a | b', configuration: 'defaults', versions: 'a 1.0.0' }],
    rows: [
      {
        name: 'signed-in',
        title: 'signed in',
        date: '2026-11-29',
        tables: [
          {
            name: framework,
            figures: [figure('bare', 'bare', 100), figure('doorward', 'doorward', added), figure('a <b>', 'peer', 104)],
          },
        ],
        goals: [{ ...goal, where: framework, value: spread(added), limit: 15 }],
      },
    ],
  };
}

/** The same, in which nothing stands that others made. */
export function withoutPeers({ rows, ...rest }: Results): Results {
  const own = ({ tables, ...row }: Results['rows'][number]) => ({
    ...row,
    tables: tables.map((table) => ({ ...table, figures: table.figures.filter(({ kind }) => kind !== 'peer') })),
  });
  return { ...rest, rows: rows.map(own) };
}
