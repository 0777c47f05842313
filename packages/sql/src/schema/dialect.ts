/**
 * Where SQLite's and PostgreSQL's SQL differ.
 */

import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { TableName } from './tables.ts';

export interface SqlDialect {
  readonly name: 'sqlite' | 'postgres';
  readonly tables: Readonly<Record<TableName, Sql>>;
  /** Columns of text are compared and sorted by code point in both. */
  readonly text: Sql;
  readonly integer: Sql;
  /** A primary key that grows with every row. */
  readonly serial: Sql;
  /** Where in a text another one begins; 0 when it does not hold it. */
  readonly positionOf: (text: Sql, part: string) => Sql;
  /** A JSON object of these columns, for {@link SqlDialect.jsonArray}. */
  readonly jsonObject: (columns: Readonly<Record<string, Sql>>) => Sql;
  /** All values of a column as one JSON array. */
  readonly jsonArray: (column: Sql) => Sql;
}

/** Of PostgreSQL, where a database is shared with others. */
export const SCHEMA = 'doorward';

export const SQLITE: SqlDialect = {
  name: 'sqlite',
  tables: tablesIn(''),
  text: sql`text`,
  integer: sql`integer`,
  serial: sql`integer primary key autoincrement`,
  positionOf: (text, part) => sql`instr(${text}, ${part})`,
  jsonObject: (columns) => sql`json_object(${pairsOf(columns)})`,
  jsonArray: (column) => sql`json_group_array(${column})`,
};

export const POSTGRES: SqlDialect = {
  name: 'postgres',
  tables: tablesIn(`"${SCHEMA}".`),
  text: sql`text collate "C"`,
  integer: sql`bigint`,
  serial: sql`bigint generated always as identity primary key`,
  positionOf: (text, part) => sql`strpos(${text}, ${part})`,
  jsonObject: (columns) => sql`json_build_object(${pairsOf(columns)})`,
  jsonArray: (column) => sql`cast(coalesce(json_agg(${column}), '[]') as text)`,
};

function tablesIn(schema: string): SqlDialect['tables'] {
  const table = (name: TableName): Sql => raw(`${schema}"${name}"`);
  return {
    meta: table('meta'),
    users: table('users'),
    user_identifiers: table('user_identifiers'),
    user_identities: table('user_identities'),
    user_roles: table('user_roles'),
    api_keys: table('api_keys'),
    settings: table('settings'),
    events: table('events'),
    records: table('records'),
    counters: table('counters'),
    changes: table('changes'),
  };
}

function pairsOf(columns: Readonly<Record<string, Sql>>): Sql {
  return join(Object.entries(columns).flatMap(([name, column]) => [raw(`'${name}'`), column]));
}
