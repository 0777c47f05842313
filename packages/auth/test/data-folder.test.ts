import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuth, type DoorwardOptions } from '../src/index.ts';

let folder: string;
const warnings: string[] = [];
const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-'));
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(options: DoorwardOptions): Promise<void> {
  const auth = await createAuth({ log, ...options }, {});
  await auth.close();
}

describe('a secret that nobody configured', () => {
  it('is made once, kept for its owner alone, and told of (A75, F34)', async () => {
    const dataFolder = join(folder, 'data');
    await start({ accounts: true, dataFolder });
    const file = join(dataFolder, 'secret');
    expect(readFileSync(file, 'utf8')).toMatch(/^[\w-]{43}\n$/);
    expect([statSync(file).mode & 0o777, statSync(dataFolder).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(warnings.filter((line) => line.includes(file))).toHaveLength(1);
    const before = readFileSync(file, 'utf8');
    await start({ accounts: true, dataFolder });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(warnings.filter((line) => line.includes(file))).toHaveLength(1);
  });

  it('is the same for ten processes that start at once (F12)', async () => {
    const dataFolder = join(folder, 'data');
    await Promise.all(Array.from({ length: 10 }, () => start({ token: 'sup3rs3cr3t-token', dataFolder })));
    expect(warnings.filter((line) => line.includes('one was made'))).toHaveLength(1);
  });

  it('is not there with a configured one, nor without a folder (A75)', async () => {
    const dataFolder = join(folder, 'data');
    await start({ accounts: true, dataFolder, secret: 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E' });
    expect(existsSync(join(dataFolder, 'secret'))).toBe(false);
    await start({ token: 'sup3rs3cr3t-token' });
    expect(warnings).toEqual([]);
  });

  it('stops the start where it is empty or short, rather than being guessed (A75, F34)', async () => {
    const dataFolder = join(folder, 'data');
    await start({ accounts: true, dataFolder });
    writeFileSync(join(dataFolder, 'secret'), '\n');
    await expect(start({ accounts: true, dataFolder })).rejects.toMatchObject({ code: 'auth/file-unreadable' });
    writeFileSync(join(dataFolder, 'secret'), 'short\n');
    await expect(start({ accounts: true, dataFolder })).rejects.toMatchObject({ code: 'core/options-invalid' });
  });

  it('is not made where the folder above is missing: a disk may not be mounted (F11)', async () => {
    const dataFolder = join(folder, 'mount', 'data');
    await expect(start({ accounts: true, dataFolder })).rejects.toMatchObject({ option: 'dataFolder' });
    expect(existsSync(join(folder, 'mount'))).toBe(false);
  });
});

describe('replacing the secret', () => {
  it('signs nobody out while the old one is still listed (F33, A75)', async () => {
    const [old, next] = ['q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E', 'Zz3kU0pQ7wE5rT1yI9oA6sD2fG8hJ4kL'];
    const dataFolder = join(folder, 'data');
    const client = { clientAddress: '127.0.0.1', isLocal: true, rootPath: '', below: '', state: null };
    const signIn = async (secret: string | readonly string[], headers: Record<string, string> = {}) => {
      const auth = await createAuth({ log, token: 'sup3rs3cr3t-token', dataFolder, secret }, {});
      const request = new Request('http://doorward.invalid/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: '{"password":"sup3rs3cr3t-token"}',
      });
      return { auth, response: await auth.handle(request, { endpoint: 'login', ...client }) };
    };
    const first = await signIn(old);
    const cookie = first.response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    await first.auth.close();
    const both = await signIn([next, old], { cookie: 'none=1' });
    const page = new Request('http://doorward.invalid/auth/login', { headers: { cookie } });
    const shown = await both.auth.handle(page, { endpoint: 'login', ...client });
    expect([shown.status, shown.headers.get('location')]).toEqual([303, '/']);
    await both.auth.close();
    const again = await signIn([next, old], { cookie });
    const [made, cleared] = again.response.headers.getSetCookie();
    expect(made?.split('=', 1)[0]).not.toBe(cookie.split('=', 1)[0]);
    expect(cleared).toMatch(new RegExp(`^${cookie.split('=', 1)[0]}=;.*Max-Age=0`));
    await again.auth.close();
    const alone = await signIn(next, { cookie: 'none=1' });
    const stranger = await alone.auth.handle(page, { endpoint: 'login', ...client });
    expect(stranger.status).toBe(200);
    await alone.auth.close();
  });
});
