import { PAGE, SCRIPT } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { basic, send } from './http-client.ts';
import { DEEP_LINK, describeNotebook, fileWith, GIVEN, type StartOptions } from './notebook-process.ts';

describeNotebook((notebook) => {
  describe('the start', () => {
    it('prints one ready line, and the made token once, in the address that signs in (A52)', async () => {
      const lines = notebook.server.printed().trimEnd().split('\n');
      expect(lines.toSorted()).toEqual([
        `open http://127.0.0.1:${notebook.port}/?access_token=${notebook.token}`,
        `ready http://127.0.0.1:${notebook.port}/`,
      ]);
      expect(notebook.token).toMatch(/^[\w-]{22,}$/);
      const opened = await send(
        notebook.port,
        new URL(notebook.server.openUrl).pathname + new URL(notebook.server.openUrl).search,
        {
          headers: PAGE,
        },
      );
      expect([opened.status, opened.headers.location]).toEqual([303, '/']);
    });

    it('makes another token for each process (A52)', async () => {
      expect((await notebook.start()).token).not.toBe(notebook.token);
    });

    const givenTokens: [string, () => StartOptions][] = [
      ['--token-password', () => ({ flags: ['--token-password', GIVEN] })],
      ['--token-password=', () => ({ flags: [`--token-password=${GIVEN}`] })],
      ['--token with --token-password, as marimo has it', () => ({ flags: ['--token', '--token-password', GIVEN] })],
      [
        '--token-password-file, trimmed',
        () => ({ flags: ['--token-password-file', fileWith('token', `\n  ${GIVEN}\r\n`)] }),
      ],
      ['standard input', () => ({ flags: ['--token-password-file', '-'], stdin: `${GIVEN}\n` })],
      [
        'standard input that comes late',
        () => ({ flags: ['--token-password-file', '-'], stdin: `${GIVEN}\n`, stdinDelayMs: 500 }),
      ],
      ['DOORWARD_TOKEN', () => ({ env: { DOORWARD_TOKEN: GIVEN } })],
      ['DOORWARD_TOKEN_FILE', () => ({ env: { DOORWARD_TOKEN_FILE: fileWith('token-env', `${GIVEN}\n`) } })],
      [
        'a flag, which wins over DOORWARD_TOKEN',
        () => ({ flags: ['--token-password', GIVEN], env: { DOORWARD_TOKEN: 'another-token' } }),
      ],
      [
        'a file, which wins over DOORWARD_TOKEN',
        () => ({
          flags: ['--token-password-file', fileWith('token-2', GIVEN)],
          env: { DOORWARD_TOKEN: 'another-token' },
        }),
      ],
    ];
    it.each(givenTokens)('uses a token given by %s exactly, and prints it nowhere (A52)', async (_how, options) => {
      const started = await notebook.start(options());
      const status = async (password: string): Promise<number> =>
        (await send(started.port, '/api/status', { headers: { ...SCRIPT, authorization: basic('ada', password) } }))
          .status;
      expect([await status(GIVEN), await status(` ${GIVEN}`), await status('another-token')]).toEqual([200, 401, 401]);
      const { stdout, stderr } = await started.stop();
      expect(stdout + stderr).toBe(`ready http://127.0.0.1:${started.port}/\n`);
    });

    it('lets everybody in with --no-token, and says so (A52)', async () => {
      const open = await notebook.start({ flags: ['--no-token'] });
      const page = await send(open.port, DEEP_LINK, { headers: PAGE });
      expect(page.status).toBe(200);
      expect(page.body).toContain('Login is switched off');
      expect(page.body).not.toContain('/auth/logout');
      const status = await send(open.port, '/api/status', { headers: SCRIPT });
      expect(JSON.parse(status.body)).toMatchObject({ user: { isAuthenticated: false } });
      expect(open.openUrl).toBe('');
      expect(open.printed()).toMatch(/authentication is off/i);
    });

    it('serves no other machine with --no-token (A52)', async () => {
      const open = await notebook.start({ flags: ['--no-token'] });
      const rebound = await send(open.port, '/api/status', { headers: { ...SCRIPT, host: 'evil.example' } });
      const proxied = await send(open.port, '/api/status', {
        headers: { ...SCRIPT, 'x-forwarded-for': '203.0.113.7' },
      });
      expect([rebound.status, proxied.status]).toEqual([403, 403]);
    });
  });
});
