import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardRequest, writeResponse } from '@doorward/node';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAuth, type Doorward, type DoorwardOptions } from '../src/index.ts';
import { runModule, serverModule } from './fixture/process.ts';

interface Started {
  readonly auth: Doorward;
  readonly server: Server;
  readonly origin: string;
  readonly lines: string[];
}

const started: Started[] = [];
afterEach(async () => {
  for (const { auth, server } of started.splice(0)) {
    server.close();
    await auth.close();
  }
});

/** A guarded server; its Doorward learns the address by itself, or by `attach`. */
async function start(options: DoorwardOptions, { host = '127.0.0.1', attach = false } = {}): Promise<Started> {
  const lines: string[] = [];
  const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
  const auth = await createAuth({ log, ...options }, {});
  const server = createServer((message, response) => {
    const guarded = {
      message,
      response,
      target: message.url ?? '/',
      rootPath: '',
      mounts: null,
      parsedBody: () => undefined,
    };
    void Promise.resolve(guardRequest(auth, guarded)).then((outcome) =>
      'kind' in outcome ? writeResponse(response, outcome) : response.end('behind the guard'),
    );
  });
  if (attach) auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const it: Started = { auth, server, lines, origin: `http://127.0.0.1:${port}` };
  started.push(it);
  return it;
}

describe('a token that was made', () => {
  it('is printed once, in an address that signs in (A52)', async () => {
    const { lines, origin, auth } = await start({});
    const url = await auth.signInUrl;
    expect(url).toMatch(new RegExp(`^${origin}/\\?access_token=[\\w-]{32}$`));
    expect(lines).toEqual([`open ${url}`]);
    const exchanged = await new Promise<IncomingMessage>((resolve) =>
      get(url as string, { headers: { accept: 'text/html' } }, resolve),
    );
    exchanged.resume();
    expect([exchanged.statusCode, exchanged.headers.location]).toEqual([303, '/']);
    const [cookie = ''] = exchanged.headers['set-cookie'] ?? [];
    const page = await fetch(`${origin}/`, { headers: { cookie: cookie.split(';', 1)[0] ?? '' } });
    expect(await page.text()).toBe('behind the guard');
    expect((await fetch(`${origin}/`)).status).toBe(401);
    expect(lines).toHaveLength(1);
  });

  it('is printed with the address that browsers use, prefix included (A52, A61)', async () => {
    const cases: readonly (readonly [DoorwardOptions, RegExp])[] = [
      [{ basePath: '/tools' }, /^http:\/\/127\.0\.0\.1:\d+\/tools\/\?access_token=/],
      [{ publicUrl: 'https://own.example' }, /^https:\/\/own\.example\/\?access_token=/],
      [{ publicUrl: 'https://own.example/tools/' }, /^https:\/\/own\.example\/tools\/\?access_token=/],
    ];
    for (const [options, expected] of cases) {
      const { auth, lines } = await start(options);
      expect(await auth.signInUrl).toMatch(expected);
      expect(lines).toHaveLength(1);
    }
  });

  it('is printed once for a server that was attached, also when it listens already', async () => {
    const { lines, auth, server } = await start({}, { attach: true });
    await auth.signInUrl;
    auth.attach(server);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines).toHaveLength(1);
  });

  it('stands in no address where ?access_token= is switched off, and is printed beside the login page (A52)', async () => {
    const { lines, origin, auth } = await start({ queryToken: false });
    expect(await auth.signInUrl).toBe(`${origin}/auth/login`);
    expect(lines).toEqual([
      `open ${origin}/auth/login`,
      expect.stringMatching(/^and enter the access token [\w-]{32}$/),
    ]);
  });

  it('names an address that can be opened where the server listens everywhere', async () => {
    const { auth } = await start({}, { host: '0.0.0.0' });
    expect(await auth.signInUrl).toMatch(/^http:\/\/localhost:\d+\//);
  });

  it('is not announced by a Doorward that was closed before any server listened', async () => {
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    await (await createAuth({ log }, {})).close();
    await start({ token: 'sup3rs3cr3t-token' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines).toEqual([]);
  });
});

describe('a token that was given', () => {
  it('is printed nowhere, whatever happens (A52, S17)', async () => {
    const { code, stdout, stderr } = await runModule(
      serverModule("{ token: 'sup3rs3cr3t-token', onEvent: (event) => console.log(JSON.stringify(event)) }", {
        client: `
          for (const [target, headers] of [['/', {}], ['/?access_token=sup3rs3cr3t-token', {}], ['/?access_token=sup3rs3cr3t-wrong', {}], ['/', { authorization: 'Bearer sup3rs3cr3t-token' }], ['/', { authorization: 'Bearer sup3rs3cr3t-wrong' }], ['/auth/login', {}]]) await fetch(origin + target, { headers, redirect: 'manual' });
          for (const password of ['sup3rs3cr3t-token', 'sup3rs3cr3t-wrong']) await fetch(origin + '/auth/login', { method: 'POST', body: new URLSearchParams({ password }), redirect: 'manual' });
          console.log((await current()).signInUrl.constructor.name, await (await current()).signInUrl);
          process.exit(0);
        `,
      }),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/"type":"login"/);
    expect(stdout).toMatch(/"type":"login-failure"/);
    expect(stdout).toMatch(/Promise null/);
    expect(stdout).not.toMatch(/sup3rs3cr3t|open http/);
  });

  it('is printed nowhere either where ?access_token= is switched off, or a file holds it (A52, S17)', async () => {
    for (const options of [{ token: 'sup3rs3cr3t-token', queryToken: false }, { token: 'sup3rs3cr3t-token' }]) {
      const { lines, auth } = await start(options);
      expect([await auth.signInUrl, lines]).toEqual([null, []]);
    }
  });
});

describe('authentication switched off', () => {
  it('is announced (decision 11)', async () => {
    const { lines, auth } = await start({ auth: 'off' });
    expect(await auth.signInUrl).toBeNull();
    expect(lines).toEqual([expect.stringMatching(/authentication is off. Only this machine/)]);
    const open = await start({ auth: 'off', openToNetwork: true }, { host: '0.0.0.0' });
    await open.auth.signInUrl;
    expect(open.lines).toEqual([expect.stringMatching(/open to the network/)]);
  });

  it('on 0.0.0.0 ends the process, and says what to do (decision 11, L15)', async () => {
    for (const host of ['0.0.0.0', '::']) {
      const { code, stderr, stdout } = await runModule(
        serverModule("{ auth: 'off' }", { host, client: 'setTimeout(() => process.exit(7), 3000);' }),
      );
      expect([host, code]).toEqual([host, 1]);
      expect(stderr).toMatch(/auth\/open-to-network/);
      expect(stderr).toMatch(/Listen on 127\.0\.0\.1, configure a token, or set openToNetwork/);
      expect(stdout).toBe('');
    }
  });

  it('on this machine alone serves it, and with the second switch everybody (decision 11)', async () => {
    const client = 'console.log(await (await fetch(origin)).text()); setTimeout(() => process.exit(0), 300);';
    for (const [options, host] of [
      ["{ auth: 'off' }", '127.0.0.1'],
      ["{ auth: 'off', openToNetwork: true }", '0.0.0.0'],
    ] as const) {
      const { code, stdout } = await runModule(serverModule(options, { host, client }));
      expect([host, code, stdout]).toEqual([host, 0, 'behind the guard\n']);
    }
  });
});
