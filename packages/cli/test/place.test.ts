import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { doorward, PASSWORD, run, withFolder, withStore } from './fixture/command.ts';

const NOBODY = 65534;

describe('the store that the command works on', () => {
  it('is never made by a command that reads or changes', async () => {
    await withFolder(async (folder) => {
      mkdirSync(folder);
      const at = ['--data-folder', folder];
      for (const args of [
        ['list'],
        ['show', 'ada'],
        ['add', 'ada', '--link'],
        ['disable', 'ada'],
        ['passwd', 'ada', '--link'],
      ]) {
        const { code, stderr } = await run(['user', ...args, ...at]);
        expect(code).toBe(1);
        expect(stderr).toContain(`There are no accounts in ${folder}. Name the data folder`);
        expect(stderr).toMatch(/--data-folder or DOORWARD_DATA_FOLDER.*\[auth\/store-missing\]\n$/);
      }
      for (const args of [['audit'], ['key', 'list'], ['key', 'add', 'deploy']])
        expect((await run([...args, ...at])).code).toBe(1);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('is the folder of the working directory by default, and made with --create for this user alone', async () => {
    await withFolder(async (folder) => {
      const cwd = dirname(folder);
      const { code, stdout, stderr } = await run(['user', 'add', 'ada', '--link', '--create'], { cwd });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^\/auth\/ticket\?ticket=invitation\.[\w-]{43}\n$/);
      expect(stderr).toMatch(/Nobody has the role owner yet/);
      expect(statSync(join(cwd, 'doorward-data')).mode & 0o077).toBe(0);
      expect(statSync(join(cwd, 'doorward-data/doorward.db')).mode & 0o077).toBe(0);
    });
  });

  it('is named by the variables of the server, also from files', async () => {
    await withStore(async (_at, folder) => {
      const file = join(dirname(folder), 'where');
      writeFileSync(file, `${folder}\n`);
      const list = (env: Readonly<Record<string, string>>) => doorward(['user', 'list', '--json'], { env });
      expect(JSON.parse(await list({ DOORWARD_DATA_FOLDER: folder }))).toHaveLength(1);
      expect(JSON.parse(await list({ DOORWARD_DATA_FOLDER_FILE: file }))).toHaveLength(1);
      const both = { DOORWARD_DATA_FOLDER: folder, DOORWARD_DATA_FOLDER_FILE: file };
      expect((await run(['user', 'list'], { env: both })).stderr).toMatch(/cannot be used together/);
      const typo = await run(['user', 'list', '--data-folder', folder], { env: { DOORWARD_DATAFOLDER: 'x' } });
      expect([typo.code, typo.stderr]).toEqual([0, expect.stringContaining('DOORWARD_DATAFOLDER is not a variable')]);
    });
  });

  it('follows the flag, whatever the variables say', async () => {
    await withStore(async (at, folder) => {
      for (const env of [{ DOORWARD_DATA_FOLDER: '/nowhere' }, { DOORWARD_DATABASE_URL: 'postgres://127.0.0.1:1/x' }])
        expect(JSON.parse(await doorward(['user', 'list', '--json', ...at], { env }))).toHaveLength(1);
      expect(existsSync(join(folder, 'secret'))).toBe(false);
    });
  });

  it('takes roles, least length and public address from the variables, and no owner, token or secret', async () => {
    await withFolder(async (folder) => {
      const env = {
        DOORWARD_DATA_FOLDER: folder,
        DOORWARD_ROLES: 'superuser',
        DOORWARD_PASSWORD_MIN_LENGTH: '8',
        DOORWARD_PUBLIC_URL: 'https://tools.example.com/app',
        DOORWARD_OWNER_PASSWORD: 'seven red foxes run',
        DOORWARD_TOKEN_FILE: '/nowhere',
        DOORWARD_SECRET_FILE: '/nowhere',
      };
      const add = ['user', 'add', 'ada', '--password-stdin', '--role', 'superuser', '--create'];
      expect(await doorward(add, { env, input: 'tq8!vxbz' })).toBe('added ada (superuser)\n');
      expect(JSON.parse(await doorward(['user', 'list', '--json'], { env }))).toHaveLength(1);
      const link = await doorward(['user', 'link', 'ada'], { env });
      expect(link).toMatch(/^https:\/\/tools\.example\.com\/app\/auth\/ticket\?ticket=reset\.[\w-]{43}\n$/);
      expect(readdirSync(folder).sort()).toEqual(['doorward.db', 'store.json']);
    });
  });

  it('knows a role set from a JSON file', async () => {
    await withFolder(async (folder) => {
      const file = join(dirname(folder), 'roles.json');
      writeFileSync(file, JSON.stringify({ owner: 'chief', roles: { chief: { permissions: ['*'] } } }));
      const at = ['--data-folder', folder, '--role-set', file];
      expect(await doorward(['user', 'add', 'ada', '--link', '--role', 'chief', '--create', ...at])).toMatch(/ticket/);
      expect((await run(['user', 'disable', 'ada', ...at])).stderr).toMatch(/last-owner/);
      const wrong = await run(['user', 'list', '--data-folder', folder, '--role-set', 'temas']);
      expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/Write team, superuser or studio/)]);
    });
  });

  const isRoot = process.getuid?.() === 0;
  (process.platform === 'win32' ? it.skip : it)(
    'may be written by whoever may write its files, and nobody else (L17)',
    async () => {
      await withStore(async (at, folder) => {
        const files = [folder, ...readdirSync(folder).map((file) => join(folder, file))];
        for (const closed of [true, false]) {
          // Closed to this user, then open for reading alone. Root may do all, so there it is another user who tries.
          for (const [index, path] of files.entries())
            chmodSync(path, closed && isRoot ? 0o700 : index === 0 ? 0o555 : 0o444);
          if (isRoot) chmodSync(dirname(folder), 0o755);
          const as = isRoot ? { uid: NOBODY } : {};
          for (const args of [
            ['list'],
            ['add', 'mallory', '--role', 'owner', '--link'],
            ['passwd', 'ada', '--password-stdin'],
          ]) {
            const { code, stdout, stderr } = await run(['user', ...args, ...at], { ...as, input: PASSWORD });
            expect([code, stdout]).toEqual([1, '']);
            expect(stderr).toMatch(/this user.*\[sql\/read-only\]/);
          }
        }
        for (const [index, path] of files.entries()) chmodSync(path, index === 0 ? 0o700 : 0o600);
        if (isRoot) for (const path of files) chownSync(path, NOBODY, NOBODY);
        expect(
          JSON.parse(await doorward(['user', 'list', '--json', ...at], isRoot ? { uid: NOBODY } : {})),
        ).toHaveLength(1);
      });
    },
    60_000,
  );
});
