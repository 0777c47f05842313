import { describe, expect, it } from '@jest/globals';
import { readExpiry, readOverlap } from '../src/key/key-times.ts';
import { doorward, run, withStore } from './fixture/command.ts';

const SECRET = /^dwk_[\w-]{43}\n$/;
const DAY_MS = 86_400_000;

const jsonOf = async (args: readonly string[]) => JSON.parse(await doorward([...args, '--json']));

/** The day, as tables show it. */
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

describe('doorward key', () => {
  it('makes a service key, and prints it alone and once', async () => {
    await withStore(async (at) => {
      const args = ['--role', 'editor', '--role', 'viewer', '--permission', 'report:read', '--expires', '90'];
      const { code, stdout, stderr } = await run(['key', 'add', ' nightly export ', ...args, ...at]);
      expect([code, stdout]).toEqual([0, expect.stringMatching(SECRET)]);
      const [key] = await jsonOf(['key', 'list', ...at]);
      expect(key).toMatchObject({
        name: 'nightly export',
        hint: stdout.trim().slice(-4),
        owner: null,
        roles: ['editor', 'viewer'],
        permissions: ['report:read'],
        status: 'active',
        createdBy: 'machine',
      });
      expect(stderr.split('\n')).toEqual([
        `added nightly export (${key.id}), a service key; it may do: editor, viewer, but only report:read`,
        expect.stringMatching(new RegExp(`^It expires ${dayIn(90)} .*shown this once.*x-api-key`)),
        '',
      ]);
      for (const command of [['list'], ['list', '--json'], ['show', key.id], ['show', key.id, '--json']])
        expect(await doorward(['key', ...command, ...at])).not.toContain(stdout.trim().slice(0, -4));
      expect(await doorward(['audit', ...at])).not.toContain(stdout.trim().slice(0, -4));
    });
  });

  it('makes a key of a user, which no request could make for him', async () => {
    await withStore(async (at) => {
      const made = await jsonOf([
        'key',
        'add',
        'laptop',
        '--owner',
        'ADA@example.com',
        '--expires',
        '2027-01-31',
        ...at,
      ]);
      const ada = await jsonOf(['user', 'show', 'ada', ...at]);
      expect(made).toMatchObject({
        owner: ada.id,
        roles: [],
        permissions: null,
        expiresAt: '2027-01-31T00:00:00.000Z',
      });
      expect(`${made.key}\n`).toMatch(SECRET);
      const { key: _secret, ...shown } = made;
      expect(await jsonOf(['key', 'list', '--owner', 'ada', ...at])).toEqual([shown]);
      expect(await jsonOf(['key', 'list', ...at])).toEqual([]);
      const [event] = (await doorward(['audit', '--type', 'key-created', ...at])).trim().split('\n');
      expect(JSON.parse(event ?? '')).toMatchObject({ subject: 'machine', method: 'command-line', target: ada.id });
    });
  });

  it('lists, shows, disables, enables, rotates and deletes', async () => {
    await withStore(async (at) => {
      const first = await jsonOf(['key', 'add', 'deploy', '--role', 'viewer', ...at]);
      expect((await doorward(['key', 'list', ...at])).split('\n')).toEqual([
        'ID                        NAME    KEY      MAY DO  STATUS  EXPIRES  LAST USED',
        `${first.id}  deploy  ...${first.hint}  viewer  active  -        -`,
        '',
      ]);
      expect(await doorward(['key', 'show', first.id, ...at])).toMatch(
        /^name +deploy\nid .*\nowner +nobody: a service key\n/ms,
      );
      expect(await doorward(['key', 'disable', first.id, ...at])).toBe('disabled deploy\n');
      expect(await doorward(['key', 'disable', first.id, ...at])).toBe('deploy was disabled already\n');
      expect(await jsonOf(['key', 'show', first.id, ...at])).toMatchObject({ status: 'disabled' });
      expect(await doorward(['key', 'enable', first.id, ...at])).toBe('enabled deploy\n');
      const rotated = await run(['key', 'rotate', first.id, '--overlap', '7d', ...at]);
      expect([rotated.code, rotated.stdout]).toEqual([0, expect.stringMatching(SECRET)]);
      expect(rotated.stdout.trim()).not.toBe(first.key);
      expect(rotated.stderr).toMatch(new RegExp(`^rotated deploy: the key before counts until ${dayIn(7)} `));
      expect(await doorward(['key', 'show', first.id, ...at])).toMatch(/^key before +counts until /m);
      const at0 = await run(['key', 'rotate', first.id, '--overlap', '0', ...at]);
      expect(at0.stderr).toMatch(/^rotated deploy: the key before opens nothing any more\n/);
      expect((await jsonOf(['key', 'rotate', first.id, ...at])).key).toMatch(/^dwk_/);
      expect(await doorward(['key', 'delete', first.id, '--yes', ...at])).toBe('deleted deploy\n');
      const none = await run(['key', 'list', ...at]);
      expect([none.code, none.stderr]).toEqual([0, expect.stringContaining('There are no service keys.')]);
    });
  }, 60_000);

  it('says in one line what is wrong, and ends with 1', async () => {
    await withStore(async (at) => {
      for (const [args, expected] of [
        [['show', 'k_nothing'], /there is no key "k_nothing" in .*See: doorward key list/],
        [['disable', 'k_nothing'], /there is no key "k_nothing"/],
        [['enable', 'k_nothing'], /there is no key "k_nothing"/],
        [['rotate', 'k_nothing'], /there is no key "k_nothing"/],
        [['delete', 'k_nothing', '--yes'], /there is no key "k_nothing"/],
        [['list', '--owner', 'bob'], /there is no user "bob" in .*See: doorward user list/],
        [['add', 'x', '--owner', 'bob'], /there is no user "bob"/],
        [['add', 'x', '--role', 'boss'], /there is no role "boss"; the roles are viewer, editor, admin, owner/],
        [
          ['add', 'x', '--permission', 'nonsense'],
          /permissions: Write each as resource:action.*\[accounts\/field-invalid\]/,
        ],
        [['add', ''], /name: Give the key a name/],
        [['add', 'x', '--expires', '2020-01-31'], /expiresAt: Give a time in the future/],
        [['add', 'x', '--expires', '9999d'], /expiresAt: .* ten years from now at most/],
      ] as const) {
        const { code, stdout, stderr } = await run(['key', ...args, ...at]);
        expect([args, code, stdout]).toEqual([args, 1, '']);
        expect(stderr).toMatch(/^doorward: .*\n$/);
        expect(stderr).toMatch(expected);
      }
      const { id } = await jsonOf(['key', 'add', 'x', ...at]);
      expect((await run(['key', 'rotate', id, '--overlap', '31d', ...at])).stderr).toMatch(
        /^doorward: overlapSeconds: /,
      );
    });
  }, 60_000);

  it('tells of a key that may nothing', async () => {
    await withStore(async (at) => {
      const { code, stderr } = await run(['key', 'add', 'idle', ...at]);
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/It never expires\..*\nIt may do nothing that takes a right/),
      ]);
    });
  });

  it('makes keys with the prefix of the server', async () => {
    await withStore(async (at) => {
      const env = { DOORWARD_API_KEY_PREFIX: 'acme-' };
      expect(await doorward(['key', 'add', 'x', ...at], { env })).toMatch(/^acme-[\w-]{43}\n$/);
    });
  });
});

describe('the times of keys', () => {
  it('are days from now, a day, or a time', () => {
    for (const text of ['90', '90d']) expect(Math.abs(readExpiry(text) - Date.now() - 90 * DAY_MS)).toBeLessThan(1_000);
    expect(Math.round((readExpiry('1500d') - Date.now()) / DAY_MS)).toBe(1500);
    expect(readExpiry('2027-01-31')).toBe(Date.UTC(2027, 0, 31));
    expect(readExpiry('2027-01-31T10:00Z')).toBe(Date.UTC(2027, 0, 31, 10));
    for (const text of ['', '0', '-1', '1.5', '90h', 'never', '2027', '2027-13-01', '1e3'])
      expect(() => readExpiry(text)).toThrow();
  });

  it('are seconds, or minutes, hours and days', () => {
    const pairs = [
      ['0', 0],
      ['3600', 3600],
      ['45s', 45],
      ['30m', 1800],
      ['12h', 43_200],
      ['7d', 604_800],
    ] as const;
    for (const [text, seconds] of pairs) expect(readOverlap(text)).toBe(seconds);
    for (const text of ['', '-1', '1.5', '1y', '1 d', 'd', '1e3']) expect(() => readOverlap(text)).toThrow();
  });
});
