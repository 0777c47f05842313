/**
 * What a start prints, refuses and opens, and its end (A52).
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeNotebook, FOLDER, fileWith, GIVEN, type StartOptions } from './notebook-process.ts';
import { hasTerminal, startOnTerminal } from './terminal.ts';

/** Without util-linux's `script` there is no terminal to be had: a visible skip, or a failure with DOORWARD_REQUIRE=all. */
const itOnTerminal = hasTerminal || process.env['DOORWARD_REQUIRE'] === 'all' ? it : it.skip;

describeNotebook((notebook) => {
  describe('the start', () => {
    const configurationErrors: [string, () => StartOptions, RegExp][] = [
      [
        'two tokens',
        () => ({ flags: ['--token-password', GIVEN, '--token-password-file', fileWith('two', GIVEN)] }),
        /tokenFile.*together with token/,
      ],
      [
        'an empty token file',
        () => ({ flags: ['--token-password-file', fileWith('empty', ' \n')] }),
        /tokenFile.*empty/,
      ],
      [
        'a missing token file',
        () => ({ flags: ['--token-password-file', join(FOLDER, 'missing')] }),
        /tokenFile.*ENOENT/,
      ],
      ['empty standard input', () => ({ flags: ['--token-password-file', '-'], stdin: '' }), /tokenFile.*empty/],
      ['an empty token', () => ({ flags: ['--token-password', ''] }), /token: .*8 characters/],
      ['a short token', () => ({ flags: ['--token-password', 'short'] }), /token: .*8 characters/],
      ['a token for no login', () => ({ flags: ['--no-token', '--token-password', GIVEN] }), /no effect/],
      ['no login for the network', () => ({ flags: ['--no-token', '--host', '0.0.0.0'] }), /beyond this machine/],
      ['a prefix that is none', () => ({ flags: ['--base-url', '/a b'] }), /basePath/],
      ['an address that is none', () => ({ flags: ['--host', 'nowhere.invalid'] }), /--host/],
    ];
    it.each(configurationErrors)('stops at %s with one line and code 1 (A52)', async (_what, options, line) => {
      const { code, stdout, stderr } = await notebook.startInVain(options());
      expect(stdout).toBe('');
      expect(
        stderr
          .trimEnd()
          .split('\n')
          .filter((text) => !/authentication is off/.test(text)),
      ).toEqual([expect.stringMatching(line)]);
      expect(stderr).not.toContain(GIVEN);
      expect(code).toBe(1);
    });

    const wrongFlags: [string[], RegExp][] = [
      [['--tokenpassword', GIVEN], /'--tokenpassword'/],
      [['notebook.py'], /'notebook\.py'/],
      [['--token-password'], /--token-password/],
      [['--base-url', 'nb'], /--base-url nb: begin it with a slash/],
      [['--port', '70000'], /--port 70000: write a number/],
    ];
    it.each(wrongFlags)('refuses the flags %j with one line and code 2', async (flags, line) => {
      const { code, stdout, stderr } = await notebook.startInVain({ flags });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
      expect(stderr).toContain('--help');
    });

    it('explains every flag with --help', async () => {
      const { code, stdout, stderr } = await notebook.startInVain({ flags: ['--help'] });
      expect([code, stderr]).toEqual([0, '']);
      for (const flag of [
        '--token-password',
        '--token-password-file',
        '--no-token',
        '--base-url',
        '--headless',
        '--host',
        '--port',
      ]) {
        expect(stdout).toContain(`  ${flag} `);
      }
    });

    it('says when the port is taken', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const taken = String((other.address() as AddressInfo).port);
      const { code, stderr } = await notebook.startInVain({ env: { PORT: taken } });
      await new Promise((resolve) => other.close(resolve));
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^The server did not start.*${taken} \\(EADDRINUSE\\).*--port`));
      expect(stderr).not.toMatch(/^ +at /m);
    });

    const openings: [string, Record<string, string>, string[], boolean][] = [
      ['opens the printed address in the browser', {}, [], true],
      ['opens no browser with --headless', {}, ['--headless'], false],
      ['opens no browser in CI', { CI: 'true' }, [], false],
    ];
    itOnTerminal.each(openings)('%s, from a terminal', async (_what, env, flags, isOpened) => {
      const { openUrl, openedUrl } = await startOnTerminal(notebook.framework, { env, flags });
      expect(openUrl).toMatch(/access_token=/);
      expect(openedUrl).toBe(isOpened ? openUrl : null);
    });

    it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends with code 0 at %s', async (signal) => {
      const { code, stderr } = await (await notebook.start()).stop(signal);
      expect([code, stderr]).toEqual([0, '']);
    });
  });
});
