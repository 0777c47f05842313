import { describe, expect, it } from '@jest/globals';
import { doorward, hasTerminal, PASSWORD, run, runOnTerminal, withStore } from './fixture/command.ts';
import { withServer } from './fixture/server.ts';

const onTerminal = hasTerminal ? it : it.skip;

describe('on a terminal', () => {
  onTerminal('asks twice for a password, shows nothing of it, and lets a person try again', async () => {
    await withStore(async (at, folder) => {
      const { code, stdout } = await runOnTerminal(
        ['user', 'add', 'bob', '--keep-password', ...at],
        [
          ['New password for bob: ', 'canary\r'],
          ['The same again: ', 'canary\r'],
          ['New password for bob: ', `${PASSWORD} canary\r`],
          ['The same again: ', `${PASSWORD} canry\r`],
          ['New password for bob: ', `${PASSWORD} canaryx\x7f\r`],
          ['The same again: ', `${PASSWORD} canary\r`],
        ],
      );
      expect(code).toBe(0);
      expect(stdout).toMatch(/Use at least 15 characters/);
      expect(stdout).toMatch(/The two passwords differ/);
      expect(stdout).toMatch(/added bob \(viewer\)/);
      expect(stdout).not.toMatch(/canary|herons/);
      await withServer(folder, async ({ signIn }) => {
        expect(await signIn('bob', `${PASSWORD} canary`)).not.toBeNull();
      });
    });
  });

  onTerminal('Ctrl-C at the password changes nothing, and ends with 130', async () => {
    await withStore(async (at) => {
      const before = await doorward(['audit', ...at]);
      for (const key of ['\x03', '\x04']) {
        const { code, stdout } = await runOnTerminal(
          ['user', 'passwd', 'ada', ...at],
          [['New password for ada: ', key]],
        );
        expect([code, stdout.trim()]).toEqual([130, 'New password for ada:']);
      }
      expect(await doorward(['audit', ...at])).toBe(before);
    });
  });

  onTerminal('asks before it deletes, and takes nothing but yes for yes', async () => {
    await withStore(async (at) => {
      await doorward(['user', 'add', 'bob', '--link', ...at]);
      const remove = (answer: string) =>
        runOnTerminal(['user', 'delete', 'bob', ...at], [['Delete bob (viewer) for good? [y/N] ', answer]]);
      for (const answer of ['\r', 'n\r', 'bob\r']) expect((await remove(answer)).code).toBe(1);
      expect((await run(['user', 'show', 'bob', ...at])).code).toBe(0);
      expect((await remove('y\r')).code).toBe(0);
      expect((await run(['user', 'show', 'bob', ...at])).code).toBe(1);
    });
  });

  onTerminal('asks before it deletes a key', async () => {
    await withStore(async (at) => {
      await doorward(['key', 'add', 'deploy', ...at]);
      const [key] = JSON.parse(await doorward(['key', 'list', '--json', ...at]));
      const question = `Delete the key deploy (...${key.hint}) for good? [y/N] `;
      const remove = (answer: string) => runOnTerminal(['key', 'delete', key.id, ...at], [[question, answer]]);
      for (const answer of ['\r', 'n\r']) expect((await remove(answer)).code).toBe(1);
      expect((await run(['key', 'show', key.id, ...at])).code).toBe(0);
      expect((await remove('yes\r')).code).toBe(0);
      expect((await run(['key', 'show', key.id, ...at])).code).toBe(1);
    });
  });

  onTerminal('--password-stdin does not show what is typed: it refuses', async () => {
    await withStore(async (at) => {
      const { code, stdout } = await runOnTerminal(['user', 'passwd', 'ada', '--password-stdin', ...at], []);
      expect([code, stdout]).toEqual([2, expect.stringMatching(/--password-stdin reads a pipe/)]);
    });
  });
});
