import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { newFolder, open, raw } from '../fixture/folder.ts';
import { runModule } from '../fixture/process.ts';

const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 60_000 };

describe('a store whose file goes away while it is used (F11)', () => {
  it('fails calls when the file was deleted, and never answers as if it were empty', async () => {
    const folder = newFolder();
    const errors: unknown[] = [];
    const { expiring, durable } = await open(folder, { onError: (error) => errors.push(error) });
    expiring.subscribe(() => undefined);
    await expiring.create('session', 'k', record);
    for (const name of ['', '-wal', '-shm']) rmSync(join(folder, `doorward.db${name}`));
    await expect(durable.write((writer) => writer.putSetting('a', '1'))).rejects.toMatchObject({ code: 'sql/missing' });
    await delay(350);
    await expect(expiring.get('session', 'k')).rejects.toMatchObject({ code: 'sql/missing' });
    await expect(durable.users()).rejects.toMatchObject({ code: 'sql/missing' });
    expect(expiring.mayCache()).toBe(false);
    expect(errors).toMatchObject([{ code: 'sql/missing' }]);
  });

  it('fails calls when the file was replaced, and goes on when it is back', async () => {
    const folder = newFolder();
    const { expiring } = await open(folder);
    expiring.subscribe(() => undefined);
    await expiring.create('session', 'k', record);
    const [file, aside] = [join(folder, 'doorward.db'), join(folder, 'aside')];
    renameSync(file, aside);
    copyFileSync(aside, file);
    await delay(350);
    await expect(expiring.get('session', 'k')).rejects.toMatchObject({ code: 'sql/missing' });
    await expect(expiring.increment('x', 1000)).rejects.toMatchObject({ code: 'sql/missing' });
    expect(expiring.mayCache()).toBe(false);
    renameSync(aside, file);
    await delay(350);
    expect(await expiring.get('session', 'k')).not.toBeNull();
    expect(expiring.mayCache()).toBe(true);
  });

  it('refuses the write during which the file was deleted', async () => {
    const folder = newFolder();
    const { durable } = await open(folder);
    const write = durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      rmSync(join(folder, 'doorward.db'));
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/missing' });
  });
});

describe('a write of which one statement failed', () => {
  it.each(['abort', 'rollback'])('is never acknowledged, though its work went on: %s (F10)', async (kind) => {
    const folder = newFolder();
    const { durable } = await open(folder);
    raw(
      folder,
      `create trigger t before insert on settings when new.name = 'bad' begin select raise(${kind}, 'no'); end`,
    );
    const write = durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await Promise.resolve(writer.putSetting('bad', '1')).catch(() => undefined);
      await Promise.resolve(writer.putSetting('b', '1')).catch(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ code: 'sql/failed' });
    expect(raw(folder, 'select * from settings')).toEqual([]);
    await durable.write((writer) => writer.putSetting('c', '1'));
    expect(await durable.setting('c')).toBe('1');
  });
});

/** Writes until it fails, makes room by `makeRoom`, and says what was there meanwhile. */
const fillDisk = (folder: string, makeRoom: string): string => `
  import { rmSync, writeFileSync } from 'node:fs';
  import { openSqlite } from '$src/index.ts';
  process.on('SIGXFSZ', () => undefined);
  const folder = ${JSON.stringify(folder)};
  const { durable, expiring } = await openSqlite({ folder });
  const fill = (i) => durable.write((writer) => writer.putSetting('name-' + i, 'x'.repeat(500)));
  let acknowledged = 0;
  let failure;
  while (failure === undefined && acknowledged < 20_000) {
    await fill(acknowledged).then(() => { acknowledged += 1; }, (error) => { failure = error; });
  }
  const missing = [];
  for (let i = 0; i < acknowledged; i += 1) if ((await durable.setting('name-' + i)) === null) missing.push(i);
  const extra = await durable.setting('name-' + acknowledged);
  ${makeRoom}
  console.log(JSON.stringify({ acknowledged, code: failure.code, missing, extra }));
  process.exit();
`;

describe('a full disk (F9)', () => {
  it('fails the write, keeps all that was acknowledged, and goes on reading', async () => {
    const folder = newFolder();
    // No file may grow past this many blocks: the write fails, as on a disk without room.
    const { stdout, stderr } = await runModule(fillDisk(folder, ''), { before: 'ulimit -f 600' });
    expect(stderr).toBe('');
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ missing: [], extra: null });
    expect(said.code).toMatch(/^sql\/(full|unreachable)$/);
    expect(said.acknowledged).toBeGreaterThan(10);
    const { durable } = await open(folder);
    expect(await durable.setting(`name-${said.acknowledged - 1}`)).not.toBeNull();
    expect(await durable.setting(`name-${said.acknowledged}`)).toBeNull();
    await durable.write((writer) => writer.putSetting('after', '1'));
  });

  const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
  (mayMount ? it : it.skip)('says so by its code, and goes on when there is room again', async () => {
    const folder = newFolder();
    const goOn = `
      rmSync(folder + '/ballast');
      await fill(acknowledged);
      const count = await expiring.increment('x', 60_000);
      if (count.count !== 1 || (await durable.setting('name-' + acknowledged)) === null) throw new Error('not written');
    `;
    const script = fillDisk(`${folder}/disk`, goOn);
    const before = `mkdir ${folder}/disk; mount -t tmpfs -o size=2m tmpfs ${folder}/disk; head -c 500000 /dev/zero > ${folder}/disk/ballast`;
    const { stdout, stderr } = await runModule(script, { before, ownMounts: true });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ code: 'sql/full', missing: [], extra: null });
  });

  (mayMount ? it : it.skip)('stops a first start, which succeeds when there is room', async () => {
    const folder = newFolder();
    const script = `
      import { rmSync } from 'node:fs';
      import { openSqlite } from '$src/index.ts';
      const folder = ${JSON.stringify(`${folder}/disk`)};
      const code = await openSqlite({ folder }).then(() => 'opened', (error) => error.code);
      rmSync(folder + '/ballast');
      const { durable } = await openSqlite({ folder });
      console.log(code + ' ' + (await durable.users()).total);
      process.exit();
    `;
    const before = `mkdir ${folder}/disk; mount -t tmpfs -o size=1m tmpfs ${folder}/disk; cat /dev/zero > ${folder}/disk/ballast 2>&-`;
    const { stdout, stderr } = await runModule(script, { before, ownMounts: true });
    expect(stderr + stdout).toBe('sql/full 0\n');
  });
});
