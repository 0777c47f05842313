/**
 * A real Glewlwyd of a temporary folder, with a store of its own in SQLite and nobody in it but its administrator.
 */

import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, unprivilegedUser } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';

/** As the first contents of the store have it. */
export const ADMINISTRATOR = { username: 'admin', password: 'password' };

const PROGRAM = '/usr/bin/glewlwyd';
const SCHEMA = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';
const MODULES = '/usr/lib/glewlwyd';
const STARTS_WITHIN_MS = 30_000;

/** Skipped where Glewlwyd is not installed, unless everything is required. */
export function describeWithGlewlwyd(name: string, tests: () => void): void {
  const isThere = existsSync(PROGRAM) && existsSync(SCHEMA);
  if (isThere) describe(name, tests);
  else if (process.env['DOORWARD_REQUIRE'] === 'all')
    it(`${name}: Glewlwyd is missing`, () => expect(isThere).toBe(true));
  else describe(name, () => it.skip('need Glewlwyd, which is not installed', () => undefined));
}

export interface GlewlwydServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startGlewlwydServer(): Promise<GlewlwydServer> {
  const user = unprivilegedUser(['nobody']);
  const folder = mkdtempSync(join(tmpdir(), 'doorward-glewlwyd-'));
  const [store, file] = [join(folder, 'store.db'), join(folder, 'glewlwyd.conf')];
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  makeStore(store);
  writeFileSync(file, configuration(store, port, origin));
  if (user !== undefined) for (const path of [folder, store, file]) chownSync(path, user.uid, user.gid);
  const child = spawn(PROGRAM, ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder, ...user });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async (): Promise<void> => {
    kill();
    await ended;
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + STARTS_WITHIN_MS; Date.now() < until && child.exitCode === null; await delay(50)) {
    if (await answers(origin)) return { origin, close };
  }
  await close();
  throw new Error(`Glewlwyd did not start: ${said}`);
}

/** As its package makes one, with the properties of people and clients that are needed here. */
function makeStore(path: string): void {
  const store = new Libsql(path);
  const allow = (kind: string, name: string, multiple: boolean): void => {
    const [column, place] = [`g${kind[0]}mi_parameters`, `$."data-format"."${name}"`];
    const format = JSON.stringify({ multiple, read: true, write: true, 'profile-read': true });
    store.exec(`UPDATE g_${kind}_module_instance SET ${column} = json_set(${column}, '${place}', json('${format}'))`);
  };
  store.exec(readFileSync(SCHEMA, 'utf8'));
  allow('user', 'groups', true);
  allow('user', 'number', false);
  allow('client', 'post_logout_redirect_uris', true);
  store.close();
}

function configuration(store: string, port: number, origin: string): string {
  return `
port=${port}
bind_address="127.0.0.1"
external_url="${origin}"
api_prefix="api"
login_url="login.html"
log_mode="console"
log_level="WARNING"
cookie_secure=0
user_module_path="${MODULES}/user"
user_middleware_module_path="${MODULES}/user"
client_module_path="${MODULES}/client"
user_auth_scheme_module_path="${MODULES}/scheme"
plugin_module_path="${MODULES}/plugin"
database = { type = "sqlite3" path = "${store}" };
`;
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/api/auth/`)).status > 0;
  } catch {
    return false;
  }
}
