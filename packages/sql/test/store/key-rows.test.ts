import { expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { openSession } from '../../src/sqlite/connection.ts';
import { createSqliteDatabase } from '../../src/sqlite/sqlite-database.ts';
import { findKeyBy } from '../../src/store/key-rows.ts';
import { newFolder, open } from '../fixture/folder.ts';

it('a key is found by either of its hashes in one statement, which reads no whole table', async () => {
  const folder = newFolder();
  await open(folder);
  const session = openSession((path) => new Libsql(path), `${folder}/doorward.db`);
  const statements: string[] = [];
  const watched: typeof session = {
    ...session,
    all(sql, parameters) {
      statements.push(sql);
      return session.all(sql, parameters);
    },
  };
  const db = createSqliteDatabase(watched, () => undefined);
  await findKeyBy(db, 'hash');
  const plan = session
    .all(`explain query plan ${statements[0]}`, ['hash', 'hash', 'hash'])
    .map(({ detail }) => String(detail));
  session.close();
  expect(statements).toHaveLength(1);
  expect(plan.join('\n')).toContain('INDEX api_keys_by_previous');
  expect(plan.filter((detail) => detail.startsWith('SEARCH'))).toHaveLength(2);
  expect(plan.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
});
