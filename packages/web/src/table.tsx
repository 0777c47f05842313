/**
 * Tables that are cards on narrow screens. The roles are said aloud, since some browsers forget them when
 * a table is laid out in another way.
 */

import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

export interface Column<Row> {
  /** `''` for a column of buttons, which say themselves what they do. */
  readonly label: string;
  /** `null` leaves the cell empty, and out of the card. */
  readonly cell: (row: Row) => Child;
}

export interface TableProps<Row> {
  readonly caption: Child;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

export function Table<Row>({ caption, columns, rows }: TableProps<Row>): JSX.Element {
  const [first, ...others] = columns;
  return (
    <table {...ROLE.table}>
      <caption>{caption}</caption>
      <thead {...ROLE.rowgroup}>
        <tr {...ROLE.row}>
          {columns.map(({ label }) =>
            label === '' ? (
              <td {...ROLE.cell} />
            ) : (
              <th {...ROLE.columnheader} scope="col">
                {label}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody {...ROLE.rowgroup}>
        {rows.map((row) => (
          <tr {...ROLE.row}>
            <th {...ROLE.rowheader} scope="row">
              <div>{first?.cell(row)}</div>
            </th>
            {others.map(({ label, cell }) => (
              <Cell label={label} content={cell(row)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Spread, since a linter takes what the elements mean by themselves for all that there is to say. */
const ROLE = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

const Cell = ({ label, content }: { label: string; content: Child }) => (
  <td {...ROLE.cell} class={content === null ? 'none' : undefined} data-label={label}>
    {content !== null && <div>{content}</div>}
  </td>
);
