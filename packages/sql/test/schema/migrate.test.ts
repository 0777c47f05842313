import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import sql from 'sql-template-tag';
import { inTransaction } from '../../src/database.ts';
import { migrate } from '../../src/schema/migrate.ts';
import { MIGRATIONS, type Migration } from '../../src/schema/migrations.ts';
import { openSession } from '../../src/sqlite/connection.ts';
import { beginOnSqlite } from '../../src/sqlite/sqlite-database.ts';
import { newFolder, open, raw } from '../fixture/folder.ts';
import { startModule } from '../fixture/process.ts';

const addColumn: Migration = async (db) => {
  await db.run(sql`alter table users add column nickname text`);
};

/** Brings the database in this folder to the schema of a later version. */
async function migrateTo(folder: string, migrations: readonly Migration[]): Promise<{ created: boolean }> {
  const session = openSession((path) => new Libsql(path), `${folder}/doorward.db`);
  try {
    return await inTransaction(
      () => beginOnSqlite(session, () => undefined),
      (db) => migrate(db, { place: 'The database', migrations }),
    );
  } finally {
    session.close();
  }
}

async function usedFolder(): Promise<string> {
  const folder = newFolder();
  const stores = await open(folder);
  await stores.durable.write((writer) => writer.putSetting('a', '1'));
  await stores.close();
  return folder;
}

const tables = (folder: string): string => JSON.stringify(raw(folder, 'select sql from sqlite_master order by name'));

describe('a migration (F35)', () => {
  it('adds what is new and keeps the data and the id', async () => {
    const folder = await usedFolder();
    const id = raw(folder, "select value from meta where name = 'store'");
    expect(await migrateTo(folder, [...MIGRATIONS, addColumn])).toMatchObject({ created: false });
    expect(raw(folder, "select value from meta where name = 'schema'")).toEqual([
      { value: String(MIGRATIONS.length + 1) },
    ]);
    expect(raw(folder, "select value from meta where name = 'store'")).toEqual(id);
    expect(raw(folder, 'select name, value from settings')).toEqual([{ name: 'a', value: '1' }]);
    expect(tables(folder)).toContain('nickname');
  });

  it('done again changes nothing', async () => {
    const folder = await usedFolder();
    await migrateTo(folder, [...MIGRATIONS, addColumn]);
    const before = tables(folder);
    await migrateTo(folder, [...MIGRATIONS, addColumn]);
    expect(tables(folder)).toBe(before);
  });

  it('that fails half way leaves the schema as it was', async () => {
    const folder = await usedFolder();
    const before = tables(folder);
    const fails: Migration = async () => {
      throw new Error('half way');
    };
    await expect(migrateTo(folder, [...MIGRATIONS, addColumn, fails])).rejects.toThrow('half way');
    expect(tables(folder)).toBe(before);
    expect(await (await open(folder)).durable.setting('a')).toBe('1');
  });

  it('is refused by the version before, which still refuses the time after (F36)', async () => {
    const folder = await usedFolder();
    await migrateTo(folder, [...MIGRATIONS, addColumn]);
    for (let i = 0; i < 2; i += 1) await expect(open(folder)).rejects.toMatchObject({ code: 'sql/newer-schema' });
  });

  it('by two at once is done once, and one that was killed half way is done by the next', async () => {
    const folder = await usedFolder();
    const source = (extra: string): string => `
      import Libsql from 'libsql';
      import sql from 'sql-template-tag';
      import { inTransaction } from '$src/database.ts';
      import { migrate } from '$src/schema/migrate.ts';
      import { MIGRATIONS } from '$src/schema/migrations.ts';
      import { openSession } from '$src/sqlite/connection.ts';
      import { beginOnSqlite } from '$src/sqlite/sqlite-database.ts';
      const session = openSession((path) => new Libsql(path), ${JSON.stringify(`${folder}/doorward.db`)});
      const add = async (db) => {
        await db.run(sql\`alter table users add column nickname text\`);
        ${extra}
      };
      await inTransaction(
        () => beginOnSqlite(session, () => undefined),
        (db) => migrate(db, { place: '', migrations: [...MIGRATIONS, add] }),
      );
      console.log('done');
      process.exit();
    `;
    const killed = startModule(
      source("console.log('half'); await new Promise(() => setInterval(() => undefined, 1000));"),
    );
    await killed.says('half');
    killed.kill('SIGKILL');
    await killed.ended;
    expect(tables(folder)).not.toContain('nickname');
    const ended = await Promise.all([startModule(source('')).ended, startModule(source('')).ended]);
    expect(ended.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['done\n', 'done\n']);
    expect(tables(folder).match(/nickname/g)).toHaveLength(1);
  });
});
