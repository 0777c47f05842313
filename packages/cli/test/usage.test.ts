import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { run } from './fixture/command.ts';

describe('doorward', () => {
  it('without a command shows the help on standard error, and ends with 2', async () => {
    for (const args of [[], ['user'], ['key']]) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Usage: doorward/);
    }
  });

  it('--help names every command, and each command its options', async () => {
    const help = await run(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    for (const name of ['secret', 'user', 'key', 'audit', '--data-folder', '--database-url', '--json'])
      expect(help.stdout).toContain(name);
    const user = await run(['user', '--help']);
    for (const name of 'add list show sessions passwd link unlock disable enable roles delete'.split(' '))
      expect(user.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    const key = await run(['key', '--help']);
    for (const name of 'add list show disable enable rotate delete'.split(' '))
      expect(key.stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    const addKey = await run(['key', 'add', '--help']);
    for (const name of ['--owner', '--role', '--permission', '--expires', '--json'])
      expect(addKey.stdout).toContain(name);
    const add = await run(['user', 'add', '--help']);
    for (const name of ['--email', '--role', '--password-stdin', '--link', '--hash', '--create', '--data-folder'])
      expect(add.stdout).toContain(name);
  });

  it('--version shows the version alone', async () => {
    const { code, stdout, stderr } = await run(['--version']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});

describe('a clone that is not built yet', () => {
  it('says how to build it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorward-cli-'));
    const own = fileURLToPath(new URL('..', import.meta.url));
    for (const part of ['bin', 'package.json']) cpSync(join(own, part), join(folder, part), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/doorward.mjs')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^doorward: it is not built yet\. .*npm run build\n$/)]);
  });
});

describe('a command that was given wrongly', () => {
  it.each([
    [['usr'], /unknown command 'usr'\. Did you mean user\? See: doorward --help/],
    [['list'], /unknown command 'list'\. Did you mean doorward user list\?/],
    [['user', 'lst'], /unknown command 'lst'\. Did you mean list\? See: doorward user --help/],
    [['user', 'list', '--josn'], /unknown option '--josn'\. Did you mean --json\? See: doorward user list --help/],
    [['user', 'add'], /missing required argument 'username'\. See: doorward user add --help/],
    [['user', 'add', 'bob'], /no terminal to ask for the password\. Use --password-stdin or --link\./],
    [['user', 'add', 'bob', '--link', '--password-stdin'], /cannot be used with option '--link'/],
    [['user', 'delete', 'bob'], /no terminal to ask whether to delete\. Say --yes\./],
    [['user', 'roles', 'bob'], /name the roles .* or give --none\./],
    [['user', 'roles', 'bob', 'viewer', '--none'], /name the roles .* or give --none\./],
    [['user', 'list', '--status', 'gone'], /Allowed choices are active, pending, disabled\./],
    [['key', 'add'], /missing required argument 'name'\. See: doorward key add --help/],
    [['key', 'add', 'x', 'y'], /too many arguments/],
    [['key', 'add', 'x', '--owner', 'ada', '--role', 'owner'], /cannot be used with option '--owner <user>'/],
    [['key', 'add', 'x', '--expires', 'soon'], /Write so many days \(90\), a day \(2027-01-31\)/],
    [['key', 'add', 'x', '--expires', '0'], /Write so many days/],
    [['key', 'show'], /missing required argument 'key'\. See: doorward key show --help/],
    [['key', 'disable'], /missing required argument 'key'/],
    [['key', 'enable'], /missing required argument 'key'/],
    [['key', 'rotate'], /missing required argument 'key'/],
    [['key', 'rotate', 'x', '--overlap', '1y'], /Write seconds \(3600\), or 30m, 12h, 1d\./],
    [['key', 'delete'], /missing required argument 'key'/],
    [['key', 'delete', 'x'], /no terminal to ask whether to delete\. Say --yes\./],
    [['key', 'list', 'ada'], /too many arguments/],
    [['key', 'renew'], /unknown command 'renew'/],
    [['copy'], /Give --to, or set DOORWARD_DATABASE_URL\. See: doorward copy --help/],
    [['copy', '--database-url', 'postgres://x/y'], /Name the target as --to\./],
    [['rotate'], /unknown command 'rotate'\. Did you mean doorward key rotate\?/],
    [['audit', '--type', 'logn'], /Allowed choices are login, login-failure/],
    [['audit', '--from', 'yesterday'], /Write a day \(2026-11-21\)/],
    [['audit', '--limit', '0'], /Write a whole number from 1 on\./],
    [['--data-folder', 'x', '--database-url', 'postgres://x/y', 'user', 'list'], /cannot be used with option/],
    [['--data-folder'], /argument missing/],
  ] as const)('doorward %j ends with 2 and one line that says what to do', async (args, expected) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^doorward: .*\n$/);
    expect(stderr).toMatch(expected);
  });

  it.each([
    [['user', 'passwd', 'ada', '--password=S3CR3T-canary']],
    [['user', 'add', 'ada', '-p', 'S3CR3T-canary']],
    [['user', 'add', 'ada', '--password', 'S3CR3T-canary']],
    [['user', 'passwd', 'ada', 'S3CR3T-canary']],
  ])('with a password as an argument it takes none, and does not repeat it: %j', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('canary');
    if (args.length !== 4 || args[3]?.startsWith('-')) expect(stderr).toMatch(/A password is never an argument/);
  });
});
