/**
 * What an OpenID provider that cannot be reached changes for a server: signing in with it, and nothing else.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from '@doorward/test-directory';
import { type Fixture, PAGE, startFixture, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { portOf, stop } from '../outer-servers.ts';
import { createBrowser } from './browser.ts';
import { CLIENT } from './certified-provider.ts';
import { type LinkedProvider, OWN, startLinkedProvider } from './linked-provider.ts';

/** When the access token is over, nearly: it counts for ten minutes. */
const RENEWAL_SECONDS = 541;
/** After so long a provider that could not be asked is asked again. */
const RETRY_SECONDS = { begin: 5, renewal: 30 };

const hasOpenssl = process.env['DOORWARD_REQUIRE'] === 'all' || spawnSync('openssl', ['version']).status === 0;

let given: LinkedProvider | undefined;

afterEach(async () => {
  await given?.close();
  given = undefined;
});

describe.each(FRAMEWORKS)('an OpenID provider that is away, on $name', (harness) => {
  it('stops no start, which says so once, and signs in as soon as it is there (F14)', async () => {
    given = await startLinkedProvider(harness, { cut: true });
    expect(given.warnings).toEqual([expect.stringContaining('Acme does not answer now')]);
    for (let count = 0; count < 5; count += 1) {
      const begun = await given.begin();
      expect([begun.status, begun.text.includes('The provider could not sign you in')]).toEqual([502, true]);
      expect(begun.text).toContain('href="/auth/sso/other?next=%2Freports"');
      expect(begun.text).toContain('type="password"');
      expect((await given.ask('/reports')).status).toBe(401);
      expect((await given.ask('/about')).status).toBe(200);
    }
    expect(await given.signInElsewhere()).toBe(303);
    given.link.restore();
    given.advance(RETRY_SECONDS.begin);
    expect((await given.finish(await given.visit())).status).toBe(303);
    expect((await given.ask('/reports')).status).toBe(200);
    expect(given.warnings).toHaveLength(2);
  });

  it('leaves sessions as they are, up to their limit, and is asked again when it is back (F14)', async () => {
    const session = { idleSeconds: 4_000, absoluteSeconds: 4_000 };
    given = await startLinkedProvider(harness, { options: { session } });
    const { ask, link, idp, advance } = given;
    await given.finish(await given.visit());
    link.cut();
    advance(RENEWAL_SECONDS);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/reports')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(answers.flatMap(({ headers }) => headers['set-cookie'] ?? [])).toEqual([]);
    link.restore();
    advance(RETRY_SECONDS.renewal);
    expect([(await ask('/reports')).status, idp.seen.refreshes]).toEqual([200, 1]);
    link.cut();
    advance(RENEWAL_SECONDS);
    expect((await ask('/reports')).status).toBe(200);
    advance(session.absoluteSeconds);
    expect((await ask('/reports')).status).toBe(401);
  });

  it('counts against nobody who comes back from it, and is a line of the log, not one for each (F14)', async () => {
    given = await startLinkedProvider(harness);
    const browsers = Array.from({ length: 25 }, createBrowser);
    const callbacks: string[] = [];
    for (const browser of browsers) callbacks.push(await given.visit(browser));
    given.link.cut();
    for (const [index, callback] of callbacks.entries()) {
      expect((await given.finish(callback, browsers[index])).status).toBe(502);
    }
    const form = { password: TOKEN };
    const signedIn = await given.ask('/auth/login', { form, headers: { ...PAGE, origin: OWN } });
    expect([signedIn.status, given.warnings.length]).toEqual([303, 1]);
    given.link.restore();
    expect((await given.finish(callbacks[0] ?? '', browsers[0])).status).toBe(400);
    expect((await given.finish(await given.visit(browsers[0]), browsers[0])).status).toBe(303);
  });
});

describe.each(FRAMEWORKS)('an issuer that nobody can speak to, on $name', (harness) => {
  let fixture: Fixture | undefined;
  let impostor: Server | undefined;
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doorward-away-'));
  });
  afterEach(async () => {
    await fixture?.close();
    if (impostor !== undefined) await stop(impostor);
    rmSync(folder, { recursive: true, force: true });
  });

  /** It has a certificate that nobody trusts, and hears nothing that is said to it. */
  async function startImpostor(): Promise<{ readonly issuer: string; heard(): number }> {
    let heard = 0;
    const { keyFile, certificateFile } = makeCertificates(folder, 'self-signed');
    const files = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
    const server = createTlsServer(files, (_request, response) => {
      heard += 1;
      response.end('{}');
    });
    impostor = server as unknown as Server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { issuer: `https://127.0.0.1:${portOf(impostor)}`, heard: () => heard };
  }

  async function startWith(issuer: string): Promise<string[]> {
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
    const oidc = [{ name: 'Acme', issuer, ...CLIENT }];
    fixture = await startFixture(harness, { options: { publicUrl: OWN, log, oidc } });
    return warnings;
  }

  async function assertWayIn(warnings: readonly string[]): Promise<void> {
    const browser = createBrowser();
    const begun = await browser.ask(`${fixture?.origin}/auth/sso/oidc`);
    expect([begun.status, begun.text.includes('type="password"')]).toEqual([502, true]);
    const form = { password: TOKEN };
    const signedIn = await browser.ask(`${fixture?.origin}/auth/login`, { form, headers: { ...PAGE, origin: OWN } });
    expect(signedIn.status).toBe(303);
    expect((await browser.ask(`${fixture?.origin}/reports`)).status).toBe(200);
    expect(warnings.map((line) => line.includes('oidc/unreachable'))).toEqual([false, true]);
  }

  it('since its name is none, stops neither the start nor the form (F14)', async () => {
    await assertWayIn(await startWith('https://nowhere.doorward.invalid'));
  });

  (hasOpenssl ? it : it.skip)(
    'since its certificate is no good, stops neither, and is told nothing (F14)',
    async () => {
      const { issuer, heard } = await startImpostor();
      await assertWayIn(await startWith(issuer));
      expect(heard()).toBe(0);
    },
  );
});
