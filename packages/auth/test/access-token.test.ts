import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAuthError } from '@doorward/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../src/environment.ts';
import { createAuth, type Doorward, type DoorwardOptions } from '../src/index.ts';
import { runModule } from './fixture/process.ts';

const SILENT = { info: () => undefined, warn: () => undefined };
const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('a token', () => {
  it('given as an option or a variable is used exactly (A52)', async () => {
    for (const token of [
      'sup3rs3cr3t-token',
      '8 chars!',
      ' leading and trailing ',
      'tökén-ünïcöde',
      '~!$&\'()*+,;=:@/?#[]{}|^`"<>\\%',
      'x'.repeat(1024),
    ]) {
      await accepts({ token }, {}, token);
      await accepts({}, { DOORWARD_TOKEN: token }, token);
    }
  });

  it('is read from a file, trimmed, and else exactly (A52)', async () => {
    for (const [name, content] of [
      ['plain', 'sup3rs3cr3t-token'],
      ['line', 'sup3rs3cr3t-token\n'],
      ['windows', 'sup3rs3cr3t-token\r\n'],
      ['spaces', '  sup3rs3cr3t-token \n\n'],
    ] as const) {
      await accepts({ tokenFile: file(name, content) }, {}, 'sup3rs3cr3t-token');
      await accepts({}, { DOORWARD_TOKEN_FILE: file(name, content) }, 'sup3rs3cr3t-token');
    }
    await accepts({ tokenFile: file('inner', 'sup3r s3cr3t token\n') }, {}, 'sup3r s3cr3t token');
  });

  it.each([
    ['is missing', () => join(folder, 'none')],
    ['is a folder', () => folder],
    ['is empty', () => file('empty', '')],
    ['has nothing but white space', () => file('white', ' \n\t\r\n')],
    ['is below a file', () => join(file('leaf', 'x'), 'x')],
  ])('whose file %s stops the start (A52)', async (_what, path) => {
    for (const [options, environment] of [
      [{ tokenFile: path() }, {}],
      [{}, { DOORWARD_TOKEN_FILE: path() }],
    ] as const) {
      const error = await rejection(options, environment);
      expect(isAuthError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'auth/file-unreadable', option: 'tokenFile' });
      expect((error as Error).message).toMatch(/Check path and permission|Write the secret into it/);
    }
  });

  it('whose file may not be read stops the start (A52)', async () => {
    const path = file('shut', 'sup3rs3cr3t-token');
    chmodSync(path, 0);
    // The administrator reads everything.
    if (process.getuid?.() === 0) return;
    expect(await rejection({ tokenFile: path })).toMatchObject({ code: 'auth/file-unreadable' });
  });

  it('that is short, or holds a line break, stops the start without being repeated (A52, S17)', async () => {
    for (const content of [
      'S3CR3T!',
      'S3CR3T!-first\nS3CR3T!-second',
      'S3CR3T!-with-\u0000',
      'S3CR3T!-with-\u001b[0m',
    ]) {
      const error = await rejection({ tokenFile: file('bad', content) });
      expect(error).toMatchObject({ code: 'auth/options-invalid', option: 'tokenFile' });
      expect((error as Error).message).not.toContain('S3CR3T!');
    }
  });

  it('that is longer than a client can send stops the start, from a file as from an option', async () => {
    expect(await rejection({ token: 'x'.repeat(1025) })).toMatchObject({ option: 'token' });
    expect(await rejection({ tokenFile: file('long', 'x'.repeat(5000)) })).toMatchObject({ option: 'tokenFile' });
  });

  it('given twice stops the start (A52)', async () => {
    const path = file('plain', 'sup3rs3cr3t-token');
    for (const [options, environment] of [
      [{ token: 'sup3rs3cr3t-token', tokenFile: path }, {}],
      [{}, { DOORWARD_TOKEN: 'sup3rs3cr3t-token', DOORWARD_TOKEN_FILE: path }],
      [{ tokenFile: path, tokenContent: 'code', secret: SECRET }, {}],
    ] as const) {
      expect(await rejection(options, environment)).toMatchObject({
        code: 'auth/options-invalid',
        option: expect.stringMatching(/^(?:token(?:File|Content)|DOORWARD_TOKEN_FILE)$/),
      });
    }
  });

  it('that nobody gave is random, has 192 bits, and is another one every time (A52, L19)', async () => {
    const made = new Set<string>();
    for (let i = 0; i < 50; i += 1) {
      const auth = await createAuth({ log: SILENT }, {});
      made.add(await tokenOf(auth));
      await auth.close();
    }
    expect(made.size).toBe(50);
    for (const token of made) expect(token).toMatch(/^[\w-]{32}$/);
  });

  it('is no known default: nothing that people try opens (L15, V14)', async () => {
    const auth = await createAuth({ log: SILENT }, {});
    for (const guess of [
      '',
      'admin',
      'password',
      'doorward',
      'token',
      'secret',
      'changeme',
      '12345678',
      'undefined',
      'null',
      '[object Object]',
      'test',
      'langflow',
      'materia',
      'marimo',
    ]) {
      expect([guess, await outcome(auth, guess)]).not.toEqual([guess, 'continue']);
    }
    await auth.close();
  });
});

describe('a token on standard input', () => {
  const read = (options: string, env: Readonly<Record<string, string>>, input: string) =>
    runModule(
      `
      import { createAuth } from '@doorward/auth';
      const auth = await createAuth(${options});
      const headers = { authorization: 'Basic ' + Buffer.from('x:' + process.env.EXPECTED).toString('base64') };
      const view = { method: 'GET', target: '/', rootPath: '', remoteAddress: '', mounts: null, upgrade: false, header: (name) => headers[name], headerLines: (name) => (headers[name] ? [headers[name]] : []) };
      console.log((await auth.begin(view)).kind);
      await auth.close();
      `,
      { env: { ...env, EXPECTED: 'sup3rs3cr3t-token' }, input },
    );

  it('is read to its end, by option and by variable (A52)', async () => {
    for (const [options, env] of [
      ["{ tokenFile: '-' }", {}],
      ['{}', { DOORWARD_TOKEN_FILE: '-' }],
    ] as const) {
      expect(await read(options, env, 'sup3rs3cr3t-token\n')).toEqual({ code: 0, stdout: 'continue\n', stderr: '' });
    }
  });

  it('that is empty stops the start (A52)', async () => {
    const { code, stderr } = await read("{ tokenFile: '-' }", {}, '');
    expect([code, stderr]).toEqual([1, expect.stringContaining('auth/file-unreadable')]);
  });
});

describe('a token from a content', () => {
  const program = (content: string): string => `
    import { createAuth } from '@doorward/auth';
    import { createServer } from 'node:http';
    const auth = await createAuth({ tokenContent: ${JSON.stringify(content)}, log: { info() {}, warn() {} } });
    const server = createServer().listen(0, '127.0.0.1');
    auth.attach(server);
    console.log(new URL(await auth.signInUrl).searchParams.get('access_token'));
    server.close();
    await auth.close();
  `;
  const tokenIn = async (content: string, secret: string): Promise<string> => {
    const { code, stdout, stderr } = await runModule(program(content), { env: { DOORWARD_SECRET: secret } });
    expect([code, stderr]).toEqual([0, '']);
    return stdout.trim();
  };

  it('is the same in two processes with the same content and secret, and opens a third; other content or secret changes it (A53)', async () => {
    const [one, two, other, elsewhere] = await Promise.all([
      tokenIn('print(1)', SECRET),
      tokenIn('print(1)', SECRET),
      tokenIn('print(2)', SECRET),
      tokenIn('print(1)', `${SECRET}x`),
    ]);
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(two).toBe(one);
    expect(new Set([one, other, elsewhere]).size).toBe(3);
    await accepts({ tokenContent: 'print(1)', secret: SECRET }, {}, one as string);
    await accepts({ tokenContent: Buffer.from('print(1)'), secret: SECRET }, {}, one as string);
  });

  it('needs a secret of its own: without one anybody could compute it (A53)', async () => {
    expect(await rejection({ tokenContent: 'print(1)' })).toMatchObject({ option: 'tokenContent' });
  });
});

/** Opens for this token, by Basic, and for none that is nearly the same. */
async function accepts(options: DoorwardOptions, environment: Environment, token: string): Promise<void> {
  const auth = await createAuth({ log: SILENT, ...options }, environment);
  try {
    expect([token.slice(0, 30), await outcome(auth, token)]).toEqual([token.slice(0, 30), 'continue']);
    for (const near of [`${token}x`, token.slice(1), token.toUpperCase(), `${token} `]) {
      if (near !== token)
        expect([near.slice(0, 30), await outcome(auth, near)]).toEqual([near.slice(0, 30), 'respond']);
    }
  } finally {
    await auth.close();
  }
}

async function outcome(auth: Doorward, token: string): Promise<string> {
  const header = `Basic ${Buffer.from(`ada:${token}`).toString('base64')}`;
  const view = {
    method: 'GET',
    target: '/reports',
    rootPath: '',
    remoteAddress: '127.0.0.1',
    mounts: null,
    upgrade: false,
    header: (name: string) => (name === 'authorization' ? header : undefined),
    headerLines: (name: string) => (name === 'authorization' ? [header] : []),
  };
  return (await auth.begin(view)).kind;
}

/** The token of a Doorward that made one, from the address that it would print. */
async function tokenOf(auth: Doorward): Promise<string> {
  const { createServer } = await import('node:http');
  const server = createServer().listen(0, '127.0.0.1');
  auth.attach(server);
  const url = await auth.signInUrl;
  server.close();
  return new URL(url ?? 'http://none').searchParams.get('access_token') ?? '';
}

async function rejection(options: DoorwardOptions, environment: Environment = {}): Promise<unknown> {
  try {
    await (await createAuth({ log: SILENT, ...options }, environment)).close();
  } catch (error) {
    return error;
  }
  return undefined;
}
