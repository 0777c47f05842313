import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { UserRecord } from '@doorward/core';
import { USER } from '@doorward/test-core';
import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { newFolder, open, raw } from '../fixture/folder.ts';
import { runModule } from '../fixture/process.ts';

const database = (folder: string): string => join(folder, 'doorward.db');
const marker = (folder: string): string => join(folder, 'store.json');

/** A store that was used and closed. */
async function usedFolder(users = 1): Promise<string> {
  const folder = newFolder();
  const stores = await open(folder);
  await stores.durable.write(async (writer) => {
    for (let i = 0; i < users; i += 1) await writer.putUser({ ...HEAVY_USER, id: `${i}`, identifiers: [`ada-${i}`] });
  });
  await stores.close();
  const connection = new Libsql(database(folder));
  connection.prepare('pragma wal_checkpoint(truncate)').all();
  connection.close();
  return folder;
}

/** Of some size, so that the database has pages. */
const HEAVY_USER: UserRecord = { ...USER, displayName: 'x'.repeat(200), roles: ['owner'] };

describe('a start', () => {
  it('makes no new store where the database was deleted (F11)', async () => {
    const folder = await usedFolder();
    for (const name of ['', '-wal', '-shm']) rmSync(`${database(folder)}${name}`, { force: true });
    const refused = open(folder);
    await expect(refused).rejects.toMatchObject({
      code: 'sql/missing',
      message: expect.stringContaining(database(folder)),
    });
    expect(existsSync(database(folder))).toBe(false);
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/missing' });
  });

  it('makes no new store in an emptied file, or in one without tables (F11)', async () => {
    const folder = await usedFolder();
    for (const name of ['-wal', '-shm']) rmSync(`${database(folder)}${name}`, { force: true });
    truncateSync(database(folder), 0);
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/missing' });
    const empty = database(newFolder());
    const connection = new Libsql(empty);
    connection.exec('create table t (a); drop table t');
    connection.close();
    writeFileSync(database(folder), readFileSync(empty));
    expect(statSync(database(folder)).size).toBeGreaterThan(0);
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/missing' });
  });

  it('begins anew when the marker was deleted too', async () => {
    const folder = await usedFolder();
    for (const name of ['', '-wal', '-shm']) rmSync(`${database(folder)}${name}`, { force: true });
    rmSync(marker(folder));
    const stores = await open(folder);
    expect((await stores.durable.users()).total).toBe(0);
  });

  it('accepts a database whose marker is missing or torn, and writes it again', async () => {
    const folder = await usedFolder();
    const before = readFileSync(marker(folder), 'utf8');
    for (const change of [() => rmSync(marker(folder)), () => writeFileSync(marker(folder), '{"sto')]) {
      change();
      const stores = await open(folder);
      expect((await stores.durable.users()).total).toBe(1);
      expect(readFileSync(marker(folder), 'utf8')).toBe(before);
      await stores.close();
    }
  });

  it('refuses the database of another store (F11)', async () => {
    const [folder, other] = [await usedFolder(), await usedFolder()];
    writeFileSync(database(folder), readFileSync(database(other)));
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/foreign' });
    rmSync(marker(folder));
    expect((await (await open(folder)).durable.users()).total).toBe(1);
  });

  it("refuses another program's database, and changes nothing in it (F11)", async () => {
    const folder = newFolder();
    const connection = new Libsql(database(folder));
    connection.exec('create table meta (name text primary key, value text); create table users (id integer)');
    connection.close();
    const before = readFileSync(database(folder));
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/foreign' });
    expect(readFileSync(database(folder)).equals(before)).toBe(true);
    expect(existsSync(marker(folder))).toBe(false);
  });

  it('refuses what is no database (F11)', async () => {
    const folder = newFolder();
    writeFileSync(database(folder), 'no database at all, and long enough that it could be one'.repeat(50));
    await expect(open(folder)).rejects.toMatchObject({ code: 'sql/foreign' });
    const used = await usedFolder();
    writeFileSync(database(used), 'no database at all, and long enough that it could be one'.repeat(50));
    await expect(open(used)).rejects.toMatchObject({ code: 'sql/corrupt' });
  });

  it('refuses a damaged database, wherever the damage is (F11)', async () => {
    const folder = await usedFolder(300);
    const whole = readFileSync(database(folder));
    const pages = whole.length / 4096;
    let refused = 0;
    for (let page = 1; page < pages; page += 1) {
      writeFileSync(database(folder), whole);
      const file = openSync(database(folder), 'r+');
      writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, page * 4096);
      closeSync(file);
      const code = await open(folder).then(
        (stores) => stores.close().then(() => 'opened'),
        (error) => error.code,
      );
      expect(`page ${page} ${code}`).toMatch(/sql\/corrupt/);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(20);
    writeFileSync(database(folder), whole);
    expect((await (await open(folder)).durable.users()).total).toBe(300);
  });

  it('refuses a newer schema, and changes nothing (F35, F36)', async () => {
    const folder = await usedFolder();
    const connection = new Libsql(database(folder));
    connection.exec("update meta set value = '99' where name = 'schema'");
    connection.close();
    await expect(open(folder)).rejects.toMatchObject({
      code: 'sql/newer-schema',
      message: expect.stringContaining('99'),
    });
    expect(raw(folder, "select value from meta where name = 'schema'")).toEqual([{ value: '99' }]);
  });

  it('says so when the folder cannot be made or is none', async () => {
    const folder = newFolder();
    await expect(open(join(folder, 'a', 'b'))).rejects.toMatchObject({ code: 'sql/unreachable' });
    expect(existsSync(join(folder, 'a'))).toBe(false);
    writeFileSync(join(folder, 'file'), '');
    await expect(open(join(folder, 'file'))).rejects.toMatchObject({ code: 'sql/unreachable' });
    mkdirSync(join(folder, 'store', 'doorward.db'), { recursive: true });
    await expect(open(join(folder, 'store'))).rejects.toMatchObject({ code: 'sql/unreachable' });
  });

  it('says so when this user may not write (F11)', async () => {
    const folder = await usedFolder();
    const root = process.getuid?.() === 0;
    const asNobody = root ? { uid: 65534 } : {};
    const script = `
      import { openSqlite } from '$src/index.ts';
      await openSqlite({ folder: ${JSON.stringify(folder)} }).then(() => console.log('opened'), (error) => console.log(error.code));
    `;
    for (const [folderMode, fileMode] of [
      [0o755, 0o444],
      [0o555, 0o444],
      [0o555, 0o400],
    ] as const) {
      if (root && fileMode !== 0o400) chownSync(database(folder), 65534, 65534);
      for (const name of ['-wal', '-shm']) rmSync(`${database(folder)}${name}`, { force: true });
      chmodSync(database(folder), fileMode);
      chmodSync(marker(folder), 0o644);
      chmodSync(folder, folderMode);
      const { stdout, stderr } = await runModule(script, asNobody);
      chmodSync(folder, 0o755);
      expect(stdout + stderr).toMatch(/^sql\/(read-only|unreachable)\n$/);
    }
    const empty = newFolder();
    chmodSync(empty, 0o555);
    const made = await runModule(script.replaceAll(folder, join(empty, 'data')), asNobody);
    expect(made.stdout).toBe('sql/read-only\n');
  });
});
