import { describe, expect, it } from '@jest/globals';
import { doorward, PASSWORD, run, withStore } from './fixture/command.ts';

const JSON_OF = async (args: readonly string[]) => JSON.parse(await doorward([...args, '--json']));

describe('doorward user', () => {
  it('adds, lists, shows, changes and deletes', async () => {
    await withStore(async (at) => {
      const bob = [
        'user',
        'add',
        'bob',
        '--role',
        'editor',
        '--role',
        'viewer',
        '--display-name',
        '小鳥',
        '--password-stdin',
      ];
      const added = await run([...bob, ...at], { input: `${PASSWORD}\r\n` });
      expect([added.code, added.stdout]).toEqual([0, 'added bob (editor, viewer)\n']);
      expect(added.stderr).toMatch(/has to choose another password/);
      expect((await doorward(['user', 'list', ...at])).split('\n')).toEqual([
        'USERNAME  ROLES           STATUS  E-MAIL           NAME  LAST SIGN-IN',
        'ada       owner           active  ada@example.com  -     -',
        'bob       editor, viewer  active  -                小鳥  -',
        '',
      ]);
      expect(await doorward(['user', 'disable', 'BOB', ...at])).toMatch(/^disabled bob/);
      expect(await JSON_OF(['user', 'list', '--status', 'disabled', ...at])).toMatchObject([{ username: 'bob' }]);
      expect(await JSON_OF(['user', 'list', '--role', 'owner', ...at])).toMatchObject([{ username: 'ada' }]);
      expect(await JSON_OF(['user', 'list', '--search', 'EXAMPLE.com', ...at])).toMatchObject([{ username: 'ada' }]);
      expect(await doorward(['user', 'disable', 'bob', ...at])).toBe('bob was disabled already\n');
      expect((await run(['user', 'link', 'bob', ...at])).stderr).toMatch(/bob is disabled/);
      expect(await doorward(['user', 'enable', 'bob', ...at])).toBe('enabled bob\n');
      expect(await doorward(['user', 'roles', 'bob', 'admin', ...at])).toBe('bob: editor, viewer -> admin\n');
      expect(await doorward(['user', 'roles', 'bob', '--none', ...at])).toBe('bob: admin -> no role\n');
      expect(await doorward(['user', 'delete', 'bob', '--yes', ...at])).toBe('deleted bob\n');
      expect(await JSON_OF(['user', 'list', ...at])).toHaveLength(1);
    });
  }, 60_000);

  it('finds a user by name, address and id, and answers JSON without a hash', async () => {
    await withStore(async (at) => {
      const ada = await JSON_OF(['user', 'show', 'ADA@example.com', ...at]);
      expect(ada).toMatchObject({ username: 'ada', roles: ['owner'], hasPassword: true, sessions: 0 });
      expect(ada.createdAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(await JSON_OF(['user', 'show', ada.id, ...at])).toEqual(ada);
      expect(await doorward(['user', 'show', 'ada', ...at])).not.toMatch(/argon2/);
      expect(JSON.stringify(ada)).not.toMatch(/argon2/);
    });
  });

  it('takes no name for another user whose id it is', async () => {
    await withStore(async (at) => {
      const { id } = await JSON_OF(['user', 'show', 'ada', ...at]);
      const { code, stderr } = await run(['user', 'add', id, '--link', ...at]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('already: ada')]);
    });
  });

  it('says in one line what is wrong, and ends with 1', async () => {
    await withStore(async (at) => {
      for (const [args, expected, input] of [
        [['show', 'bob'], /there is no user "bob" in .*See: doorward user list/],
        [['add', 'ADA', '--link'], /there is a user "ADA" already: ada/],
        [
          ['add', 'bob', '--link', '--role', 'boss'],
          /there is no role "boss"; the roles are viewer, editor, admin, owner/,
        ],
        [
          ['add', 'bob', '--link', '--email', 'x'],
          /^doorward: email: Enter an e-mail address .*\[accounts\/field-invalid\]/,
        ],
        [['add', 'bob', '--hash', 'x'], /\[accounts\/hash-unsupported\]/],
        [
          ['add', 'bob', '--password-stdin'],
          /Use at least 15 characters.*\[accounts\/password-too-short\]/,
          'fourteen chars',
        ],
        [['add', 'bob', '--password-stdin'], /standard input is empty/, '\n'],
        [['add', 'bob', '--password-stdin'], /more than one line/, `${PASSWORD}\n${PASSWORD}\n`],
        [['disable', 'ada'], /One owner has to remain\. .*\[accounts\/last-owner\]/],
        [['delete', 'ada', '--yes'], /\[accounts\/last-owner\]/],
        [['roles', 'ada', 'viewer'], /\[accounts\/last-owner\]/],
      ] as const) {
        const { code, stdout, stderr } = await run(['user', ...args, ...at], { input: input ?? '' });
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toMatch(/^doorward: .*\n$/);
        expect(stderr).toMatch(expected);
      }
      expect(await JSON_OF(['user', 'list', ...at])).toHaveLength(1);
    });
  }, 60_000);

  it('shuts out no owner of a role set that it does not know', async () => {
    await withStore(async (at) => {
      const others = ['--role-set', 'superuser', ...at];
      for (const args of [
        ['disable', 'ada'],
        ['delete', 'ada', '--yes'],
        ['roles', 'ada', '--none'],
      ]) {
        const { code, stderr } = await run(['user', ...args, ...others]);
        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(/ada has the role owner, which is not in the role set/),
        ]);
      }
    });
  });

  it('counts passwords in characters, not bytes (V2)', async () => {
    await withStore(async (at) => {
      const add = (input: string) => run(['user', 'add', 'bob', '--password-stdin', ...at], { input });
      expect((await add('🜁🜂🜃🜄🝆🝇🝈🝉🝊🝋🝌🝍🝎🝏')).stderr).toMatch(/password-too-short/);
      expect((await add('🜁🜂🜃🜄🝆🝇🝈🝉🝊🝋🝌🝍🝎🝏🝐')).code).toBe(0);
    });
  });
});
