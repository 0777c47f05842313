import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { newFolder, open, raw } from '../fixture/folder.ts';

/** Of this process: where Linux says so. */
const openFiles = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((each) => {
    try {
      return [readlinkSync(`/proc/self/fd/${each}`)];
    } catch {
      return [];
    }
  });

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the files of a store', () => {
  it('are for this user alone', async () => {
    const folder = join(newFolder(), 'data');
    const stores = await open(folder);
    await stores.expiring.increment('x', 1000);
    expect(modeOf(folder)).toBe('700');
    for (const name of ['doorward.db', 'doorward.db-wal', 'doorward.db-shm', 'store.json']) {
      expect(`${name} ${modeOf(join(folder, name))}`).toBe(`${name} 600`);
    }
  });

  it('are taken from others when they were open to them', async () => {
    const folder = newFolder();
    await (await open(folder)).close();
    for (const name of ['doorward.db', 'store.json']) chmodSync(join(folder, name), 0o644);
    await open(folder);
    for (const name of ['doorward.db', 'store.json']) expect(modeOf(join(folder, name))).toBe('600');
  });

  it('hold the same id in the database and in the marker', async () => {
    const folder = newFolder();
    await open(folder);
    const [row] = raw(folder, "select value from meta where name = 'store'");
    expect(row?.['value']).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toEqual({ store: row?.['value'] });
  });

  it('are written ahead', async () => {
    const folder = newFolder();
    await open(folder);
    expect(raw(folder, 'pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  });

  describe('behind a link', () => {
    function linked() {
      const [folder, elsewhere] = [newFolder(), newFolder()];
      symlinkSync(join(elsewhere, 'real.db'), join(folder, 'doorward.db'));
      return { folder, file: join(elsewhere, 'real.db') };
    }

    it('are written as others are, past the log that an earlier file left beside the link (F10)', async () => {
      const { folder, file } = linked();
      writeFileSync(join(folder, 'doorward.db-wal'), '');
      const { durable } = await open(folder);
      await durable.write((writer) => writer.putSetting('a', '1'));
      expect(openFiles()).toContain(`${file}-wal`);
      expect(openFiles()).not.toContain(join(folder, 'doorward.db-wal'));
    });

    it('are for this user alone', async () => {
      const { folder, file } = linked();
      await open(folder);
      for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(`${name} ${modeOf(name)}`).toBe(`${name} 600`);
    });

    it('are missed when they are gone (F11)', async () => {
      const { folder, file } = linked();
      const { durable } = await open(folder);
      rmSync(`${file}-wal`);
      await expect(durable.write((writer) => writer.putSetting('a', '1'))).rejects.toMatchObject({
        code: 'sql/missing',
      });
    });
  });

  it('have the name that was chosen, and a marker each', async () => {
    const folder = newFolder();
    const one = await open(folder, { file: 'one.db' });
    await one.durable.write((writer) => writer.putSetting('a', '1'));
    const two = await open(folder, { file: 'two.db' });
    expect(await two.durable.setting('a')).toBeNull();
    expect(
      ['one.db', 'one.db.json', 'two.db', 'two.db.json'].filter((name) => !existsSync(join(folder, name))),
    ).toEqual([]);
  });

  it('hold all that was acknowledged when they are opened again', async () => {
    const folder = newFolder();
    const first = await open(folder);
    await first.durable.write((writer) => writer.putSetting('a', '1'));
    await first.expiring.create('session', 'k', { value: 1, owner: 'ada', expiresAt: Date.now() + 60_000 });
    const end = Date.now() + 90_000;
    await first.expiring.extend('session', 'k', end);
    await first.close();
    const second = await open(folder);
    expect(await second.durable.setting('a')).toBe('1');
    // Moved ends are written at the latest when the store is closed.
    expect(await second.expiring.get('session', 'k')).toMatchObject({ value: 1, expiresAt: end });
  });

  it('stay as they are when calls come after it was closed, which fail', async () => {
    const stores = await open(newFolder());
    await stores.close();
    await stores.close();
    await expect(stores.durable.user('1')).rejects.toMatchObject({ code: 'sql/unreachable' });
    await expect(stores.durable.write(() => 1)).rejects.toMatchObject({ code: 'sql/unreachable' });
    expect(stores.expiring.mayCache()).toBe(false);
  });
});
