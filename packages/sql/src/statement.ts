/**
 * Parts of statements that several tables need. Values never become text; names come from our own code.
 */

import sql, { empty, join, raw, type Sql } from 'sql-template-tag';

/** `where` all of these hold; nothing for none. */
export const where = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? empty : sql`where ${join(conditions, ' and ')}`;

/** Every row has the columns of the first one. */
export function insertInto(table: Sql, rows: readonly object[]): Sql {
  const columns = Object.keys(rows[0] ?? {}).map(nameOf);
  const values = rows.map((row) => sql`(${join(Object.values(row))})`);
  return sql`insert into ${table} (${join(columns)}) values ${join(values)}`;
}

/** The rest of an insert that writes these columns over a row which has the same key. */
export function orOverwrite(key: readonly string[], columns: object): Sql {
  const changes = Object.keys(columns).map((column) => sql`${nameOf(column)} = excluded.${nameOf(column)}`);
  return sql`on conflict (${join(key.map(nameOf))}) do update set ${join(changes)}`;
}

/** @throws TypeError for what is no name of a column: rows that are copied bring theirs. */
export function nameOf(column: string): Sql {
  if (!/^[a-z_]+$/.test(column)) throw new TypeError('A column has a name that none of ours has.');
  return raw(`"${column}"`);
}
