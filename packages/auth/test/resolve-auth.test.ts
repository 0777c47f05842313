import { describe, expect, it } from '@jest/globals';
import { createAuth, resolveAuth } from '../src/index.ts';
import { runModule, serverModule } from './fixture/process.ts';

describe('a guard that was given a Doorward', () => {
  it('has it at once', async () => {
    const auth = await createAuth({ token: 'sup3rs3cr3t-token' }, {});
    expect(resolveAuth(auth)()).toBe(auth);
    await auth.close();
  });
});

describe('a guard that was given options, or nothing', () => {
  it('makes one Doorward, later, and keeps it', async () => {
    const current = resolveAuth({ token: 'sup3rs3cr3t-token' });
    const first = current();
    expect(first).toBeInstanceOf(Promise);
    const auth = await first;
    expect(current()).toBe(auth);
    await auth.close();
  });

  it('holds requests until it is ready: none gets through before (decision: bare doorward())', async () => {
    const { code, stdout, stderr } = await runModule(
      serverModule("{ tokenFile: '-' }", {
        client: `
          const asked = Array.from({ length: 20 }, () => fetch(origin));
          asked.push(fetch(origin, { headers: { authorization: 'Bearer sup3rs3cr3t-token' } }));
          let answered = 0;
          for (const one of asked) one.then(() => (answered += 1));
          setTimeout(() => { console.log('answered', answered); process.stdin.emit('ready'); }, 300);
          await new Promise((resolve) => process.stdin.once('ready', resolve));
          process.stdin.push('sup3rs3cr3t-token');
          process.stdin.push(null);
          const statuses = (await Promise.all(asked)).map(({ status }) => status);
          console.log(statuses.join());
          process.exit(0);
        `,
      }).replace(
        "import { createServer } from 'node:http';",
        "import { createServer } from 'node:http'; import { Readable } from 'node:stream'; Object.defineProperty(process, 'stdin', { value: new Readable({ read() {} }) });",
      ),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`answered 0\n${Array.from({ length: 20 }, () => 401).join()},200\n`);
  });

  it('with nothing at all makes a token, prints it once, and lets it in (A52)', async () => {
    const { code, stdout, stderr } = await runModule(
      serverModule('', {
        client: `
          const url = await (await current()).signInUrl;
          const { get } = await import('node:http');
          const exchanged = await new Promise((resolve) => get(url, { headers: { accept: 'text/html' } }, resolve));
          const cookie = exchanged.headers['set-cookie'][0].split(';')[0];
          console.log(exchanged.statusCode, (await fetch(origin)).status, await (await fetch(origin, { headers: { cookie } })).text());
          process.exit(0);
        `,
      }),
    );
    expect([code, stderr]).toEqual([0, '']);
    const [open, result] = stdout.trim().split('\n');
    expect(open).toMatch(/^open http:\/\/127\.0\.0\.1:\d+\/\?access_token=[\w-]{32}$/);
    expect(result).toBe('303 401 behind the guard');
  });

  it('that are wrong ends the process with the option, what is wrong and the remedy (decision 20)', async () => {
    for (const [options, env, expected] of [
      ["{ token: 'S3CR3T!' }", {}, /AuthError: token: use at least 8 characters.*\[auth\/options-invalid\]/],
      ["{ tokn: 'x' }", {}, /AuthError: tokn: there is no such option; did you mean token\?/],
      ["{ public: ['/a/*'] }", {}, /AuthError: public\[0\]: .*Write a path such as/],
      ['', { DOORWARD_TOKEN: 'S3CR3T!' }, /AuthError: token: use at least 8 characters/],
      [
        '',
        { DOORWARD_TOKEN_FILE: '/nowhere/at/all' },
        /AuthError: tokenFile: ".nowhere.at.all" cannot be read \(ENOENT\)/,
      ],
      ["{ auth: 'off' }", { NODE_ENV: 'production' }, /AuthError: auth: "off" with NODE_ENV=production/],
    ] as const) {
      const { code, stderr, stdout } = await runModule(
        serverModule(options, { client: 'setTimeout(() => process.exit(7), 3000);' }),
        { env },
      );
      expect([options, code, stdout]).toEqual([options, 1, '']);
      expect(stderr).toMatch(expected);
      expect(stderr).not.toContain('S3CR3T!');
    }
  });

  it('that are wrong serves nobody, even where rejections do not end the process (L21)', async () => {
    const { stdout } = await runModule(
      `process.on('unhandledRejection', () => undefined);${serverModule("{ token: 'S3CR3T!' }", {
        client: `
          server.requestTimeout = 1000;
          const outcome = await fetch(origin, { signal: AbortSignal.timeout(1000) }).then((response) => response.text(), (error) => error.name);
          console.log(outcome);
          process.exit(0);
        `,
      })}`,
    );
    expect(stdout).not.toMatch(/behind the guard/);
  });
});

describe('a sink that rejects', () => {
  it('does not end the process (F38 b)', async () => {
    const { code, stdout } = await runModule(
      serverModule("{ token: 'sup3rs3cr3t-token', onEvent: async () => { throw new Error('disk full'); } }", {
        client: `
          const { status } = await fetch(origin, { headers: { authorization: 'Bearer wrong' } });
          setTimeout(() => { console.log('alive', status); process.exit(0); }, 200);
        `,
      }),
    );
    expect([code, stdout]).toEqual([0, 'alive 401\n']);
  });
});
