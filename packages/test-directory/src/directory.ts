/**
 * A directory of a temporary folder: OpenLDAP, with a few people, that can be stopped, frozen and asked what it saw.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, unprivilegedUser } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { Attribute, Change, Client } from 'ldapts';
import { type CertificateKind, makeCertificates } from './certificates.ts';
import { type Attributes, BASE_DN, ENTRIES } from './people.ts';
import { configuration, findSlapd, ROOT } from './slapd.ts';

export interface DirectoryOptions {
  /** `null`: it knows no encryption. Default `good`. */
  readonly certificate?: CertificateKind | null;
  /** Entries that it gives at most to others than tests. Default 500. */
  readonly sizeLimit?: number;
}

export interface Directory {
  readonly url: string;
  /** Encrypted from the beginning. */
  readonly tlsUrl: string;
  readonly port: number;
  /** Of the authority that signed its certificate, in PEM. */
  readonly ca: string;
  readonly caFile: string;
  add(dn: string, attributes: Attributes): Promise<void>;
  /** Another value, or none, for an attribute. */
  change(dn: string, attribute: string, values: readonly string[]): Promise<void>;
  remove(dn: string): Promise<void>;
  /** What it was asked since it was last asked for this: a line each, as OpenLDAP logs it. */
  operations(): Promise<readonly string[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It takes connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Skipped where OpenLDAP is not installed, unless everything is required. */
export function describeWithSlapd(name: string, tests: (program: string) => void): void {
  const program = findSlapd();
  if (program !== null) describe(name, () => tests(program));
  else if (process.env['DOORWARD_REQUIRE'] === 'all')
    it(`${name}: slapd or openssl is missing`, () => expect(program).not.toBeNull());
  else describe(name, () => it.skip('need slapd and openssl, which are not installed', () => undefined));
}

export async function startDirectory(
  program: string,
  { certificate = 'good', sizeLimit = 500 }: DirectoryOptions = {},
): Promise<Directory> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-directory-'));
  const certificates = makeCertificates(folder, certificate ?? 'good');
  const [port, tlsPort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    join(folder, 'slapd.conf'),
    configuration(folder, certificate === null ? null : certificates, sizeLimit),
  );
  const user = unprivilegedUser(['openldap', 'nobody']);
  if (user !== undefined) giveAway(folder, user);
  const url = `ldap://127.0.0.1:${port}`;
  const tlsUrl = `ldaps://127.0.0.1:${tlsPort}`;
  const log = createLog();
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    if (running !== undefined) return;
    const urls = certificate === null ? url : `${url} ${tlsUrl}`;
    // In the foreground, with its log on standard error.
    const args = ['-f', join(folder, 'slapd.conf'), '-h', urls, '-d', 'stats'];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...user });
    running = child;
    child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    for (let tries = 0; ; tries += 1) {
      try {
        return await asRoot(url, async () => undefined);
      } catch (error) {
        if (tries > 400 || child.exitCode !== null) throw new Error(`slapd: ${log.text()}`, { cause: error });
        await delay(50);
      }
    }
  }

  async function stop(): Promise<void> {
    const stopping = running;
    if (stopping === undefined) return;
    running = undefined;
    const ended = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGCONT');
    stopping.kill('SIGTERM');
    const isEnded = await Promise.race([ended.then(() => true), delay(5_000, false, { ref: false })]);
    if (!isEnded) stopping.kill('SIGKILL');
    await ended;
  }

  await start();
  const onExit = (): void => void running?.kill('SIGKILL');
  process.once('exit', onExit);
  await asRoot(url, async (client) => {
    for (const [dn, attributes] of ENTRIES) await client.add(dn, copyOf(attributes));
  });
  await log.settled(url);
  return {
    url,
    tlsUrl,
    port,
    ca: certificates.ca,
    caFile: certificates.caFile,
    add: (dn, attributes) => asRoot(url, (client) => client.add(dn, copyOf(attributes))),
    change: (dn, type, values) =>
      asRoot(url, (client) =>
        client.modify(
          dn,
          new Change({ operation: 'replace', modification: new Attribute({ type, values: [...values] }) }),
        ),
      ),
    remove: (dn) => asRoot(url, (client) => client.del(dn)),
    operations: () => log.settled(url),
    stop,
    start,
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async close() {
      process.off('exit', onExit);
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function giveAway(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  chmodSync(folder, 0o755);
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) chownSync(path, uid, gid);
}

function copyOf(attributes: Attributes): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

async function asRoot<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ url, timeout: 10_000, connectTimeout: 10_000 });
  try {
    await client.bind(ROOT.dn, ROOT.password);
    return await work(client);
  } finally {
    await client.unbind();
  }
}

/** The lines of operations, apart from those of the tests themselves. */
function createLog() {
  let lines = '';
  let marks = 0;
  return {
    write(chunk: Buffer) {
      lines += chunk.toString();
    },
    text: () => lines,
    /** All until now: a search that nobody else makes is waited for. */
    async settled(url: string): Promise<readonly string[]> {
      marks += 1;
      const mark = `(cn=mark-${marks})`;
      await asRoot(url, (client) => client.search(BASE_DN, { filter: mark, sizeLimit: 1 }));
      for (let tries = 0; !lines.includes(mark); tries += 1) {
        if (tries > 600) throw new Error(`slapd logged nothing: ${lines}`);
        await delay(50);
      }
      const all = lines.split('\n');
      lines = '';
      const own = new Set(all.flatMap((line) => (line.includes(ROOT.dn) ? (/conn=\d+/.exec(line)?.[0] ?? []) : [])));
      return all.filter(
        (line) => / op=\d+ (?:BIND|SRCH|EXT|STARTTLS)/.test(line) && !own.has(/conn=\d+/.exec(line)?.[0] ?? ''),
      );
    },
  };
}
