import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY } from '@doorward/test-core';
import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { newFolder, open, raw } from '../fixture/folder.ts';

const SCHEMA_1 = readFileSync(join(import.meta.dirname, '../fixture/schema-1.sql'), 'utf8');

/** A folder with the database that the first version left there. */
function folderOfSchema1(): string {
  const folder = newFolder();
  const connection = new Libsql(join(folder, 'doorward.db'));
  connection.exec(SCHEMA_1);
  connection.close();
  return folder;
}

const TABLES = 'users user_identifiers user_roles settings events records counters changes'.split(' ');

const rowsOf = (folder: string): unknown => TABLES.map((table) => raw(folder, `select * from ${table}`));

/** However the statements were laid out. */
const schemaOf = (folder: string): unknown =>
  raw(folder, 'select type, name, tbl_name, sql from sqlite_master order by type, name').map((row) => ({
    ...row,
    sql: String(row['sql']).replace(/\s+/g, ' ').replaceAll('( ', '('),
  }));

const key = { ...KEY, owner: '1' };

describe('a database of the first schema (F35)', () => {
  it('is brought to the schema that a new one has, and every row stays', async () => {
    const folder = folderOfSchema1();
    const before = rowsOf(folder);
    const stores = await open(folder);
    expect(rowsOf(folder)).toEqual(before);
    expect(await stores.durable.userBy('ada@example.org')).toEqual({
      id: '1',
      username: 'Ada',
      email: 'ada@example.org',
      displayName: 'Ada Lovelace',
      identifiers: ['ada', 'ada@example.org'],
      roles: ['owner', 'editor'],
      identities: [],
      status: 'active',
      passwordHash: '$argon2id$v=19$x',
      mustChangePassword: true,
      version: 3,
      createdAt: 1000,
      lastSignInAt: 2000,
    });
    expect(await stores.expiring.get('session', 'k')).toMatchObject({ value: { n: 1 }, owner: '1' });
    expect(raw(folder, "select value from meta where name = 'store'")).toEqual([{ value: 'f00d'.repeat(8) }]);
    await stores.close();
    const fresh = newFolder();
    await (await open(fresh)).close();
    expect(schemaOf(folder)).toEqual(schemaOf(fresh));
  });

  it('takes keys of the users who were there, which go with them', async () => {
    const { durable } = await open(folderOfSchema1());
    await durable.write((writer) => writer.putKey(key));
    expect(await durable.keyBy('hash')).toEqual(key);
    await durable.write((writer) => writer.deleteUser('1'));
    expect(await durable.keyBy('hash')).toBeNull();
  });
});
