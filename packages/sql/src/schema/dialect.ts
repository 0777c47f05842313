/**
 * Where SQLite's and PostgreSQL's SQL differ.
 */

import { type Expression, type RawBuilder, sql } from 'kysely';

export interface SqlDialect {
  readonly name: 'sqlite' | 'postgres';
  /** Columns of text are compared and sorted by code point in both. */
  readonly text: RawBuilder<unknown>;
  readonly integer: RawBuilder<unknown>;
  /** A primary key that grows with every row. */
  readonly serial: RawBuilder<unknown>;
  /** Where in a text another one begins; 0 when it does not hold it. */
  readonly positionOf: (text: Expression<string>, part: string) => RawBuilder<number>;
  /** A JSON object of these columns, for {@link SqlDialect.jsonArray}. */
  readonly jsonObject: (columns: Readonly<Record<string, Expression<unknown>>>) => RawBuilder<unknown>;
  /** All values of a column as one JSON array. */
  readonly jsonArray: (column: Expression<unknown>) => RawBuilder<string>;
}

export const SQLITE: SqlDialect = {
  name: 'sqlite',
  text: sql`text`,
  integer: sql`integer`,
  serial: sql`integer primary key autoincrement`,
  positionOf: (text, part) => sql`instr(${text}, ${part})`,
  jsonObject: (columns) => sql`json_object(${pairsOf(columns)})`,
  jsonArray: (column) => sql`json_group_array(${column})`,
};

export const POSTGRES: SqlDialect = {
  name: 'postgres',
  text: sql`text collate "C"`,
  integer: sql`bigint`,
  serial: sql`bigint generated always as identity primary key`,
  positionOf: (text, part) => sql`strpos(${text}, ${part})`,
  jsonObject: (columns) => sql`json_build_object(${pairsOf(columns)})`,
  jsonArray: (column) => sql`cast(coalesce(json_agg(${column}), '[]') as text)`,
};

function pairsOf(columns: Readonly<Record<string, Expression<unknown>>>): RawBuilder<unknown> {
  return sql.join(Object.entries(columns).flatMap(([name, column]) => [sql.lit(name), column]));
}
