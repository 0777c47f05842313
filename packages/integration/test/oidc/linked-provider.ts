/**
 * A certified provider behind a link that can be cut, silent or slow, beside a second provider and the form: a server
 * with several ways in, of which one can fail.
 */

import type { DoorwardOptions } from '@doorward/auth';
import { createOidcProvider } from '@doorward/oidc';
import { type AdapterHarness, createTestProvider, type Fixture, PAGE, SCRIPT, startFixture } from '@doorward/testing';
import type supertest from 'supertest';
import { startTcpProxy, type TcpProxy } from '../store/tcp-proxy.ts';
import { type Browser, type BrowserRequest, createBrowser } from './browser.ts';
import { type CertifiedProvider, CLIENT, startCertifiedProvider } from './certified-provider.ts';

export const OWN = 'https://own.example';

export interface LinkedProvider {
  readonly link: TcpProxy;
  readonly idp: CertifiedProvider;
  readonly fixture: Fixture;
  /** Lines of the log, warnings alone. */
  readonly warnings: readonly string[];
  /** Moves the clock of sessions, limits and renewals. */
  advance(seconds: number): void;
  ask(path: string, request?: BrowserRequest, by?: Browser): Promise<supertest.Response>;
  /** Begins; the status, and where the browser is led. */
  begin(by?: Browser): Promise<supertest.Response>;
  /** Up to the address of the callback, which is not asked. */
  visit(by?: Browser): Promise<string>;
  /** From an address of the provider on. */
  follow(url: string, by?: Browser): Promise<string>;
  finish(callback: string, by?: Browser): Promise<supertest.Response>;
  /** Signs in with the provider that is not behind the link; the status. */
  signInElsewhere(): Promise<number>;
  close(): Promise<void>;
}

export interface LinkedProviderOptions {
  /** The link as it is when the server starts. Default open. */
  readonly cut?: boolean;
  /** For each request to the provider. Default as for everybody. */
  readonly timeoutMs?: number;
  readonly options?: DoorwardOptions;
}

export async function startLinkedProvider(
  harness: AdapterHarness,
  { cut = false, timeoutMs, options = {} }: LinkedProviderOptions = {},
): Promise<LinkedProvider> {
  let moved = 0;
  const now = (): number => Date.now() + moved;
  const links: TcpProxy[] = [];
  const linkTo = async (port: number): Promise<number> => {
    const made = await startTcpProxy(port);
    links.push(made);
    return made.port;
  };
  const idp = await startCertifiedProvider(OWN, { linkTo });
  const [link] = links;
  if (link === undefined) throw new Error('There is no link.');
  if (cut) link.cut();
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  const other = createTestProvider({ id: 'other', name: 'Other' });
  const patience = timeoutMs === undefined ? {} : { timeoutMs };
  const oidc = createOidcProvider({ name: 'Acme', issuer: idp.issuer, ...CLIENT, allowHttp: true, now, ...patience });
  const providers = [oidc, other.provider];
  const fixture = await startFixture(harness, { options: { publicUrl: OWN, now, log, providers, ...options } });
  const browser = createBrowser();
  const ask = (path: string, request: BrowserRequest = { headers: SCRIPT }, by = browser) =>
    by.ask(fixture.origin + path, request);
  const comeBack = (path: string, by?: Browser) =>
    ask(path, { headers: { ...PAGE, 'sec-fetch-site': 'cross-site' } }, by);
  const made: LinkedProvider = {
    link,
    idp,
    fixture,
    warnings,
    ask,
    advance(seconds) {
      moved += seconds * 1000;
    },
    begin: (by) => ask('/auth/sso/oidc?next=/reports', { headers: PAGE }, by),
    async visit(by) {
      return made.follow((await made.begin(by)).headers['location'] ?? '', by);
    },
    follow: async (url, by = browser) => (await by.follow(url, OWN)).slice(OWN.length),
    finish: comeBack,
    async signInElsewhere() {
      const by = createBrowser();
      const begun = await ask('/auth/sso/other', { headers: PAGE }, by);
      const callback = other.visit(begun.headers['location'] ?? '').slice(OWN.length);
      return (await comeBack(callback, by)).status;
    },
    async close() {
      await fixture.close();
      await link.close();
      await idp.close();
    },
  };
  return made;
}
