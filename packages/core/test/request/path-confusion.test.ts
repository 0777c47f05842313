/**
 * Corpus 4.2: what a stranger is let through to, against what real servers would open for the same target.
 */

import { describe, expect, it } from '@jest/globals';
import { addNoise, confuse, OPEN_ROUTES } from '../fixture/confused-targets.ts';
import { givenCore, now, TOKEN } from '../fixture/given-core.ts';
import { seeded } from '../fixture/random.ts';
import { HOST, openedBy } from '../fixture/servers-in-use.ts';
import { viewOf } from '../fixture/view.ts';

const PUBLIC = ['/assets/', 'GET /about', '/.well-known/', '/@vite/', 'POST /hooks/', '/files/open/'];
const ROUTES = [
  '/',
  '/reports',
  '/admin/secret.txt',
  '/assetsx/app.js',
  '/about/us',
  '/files/closed/a.txt',
  '/files/open',
  '/hooks',
  '/auth/login/x',
];
/** Those that one more slash at the end does not turn into the start page of a public folder. */
const SHUT_ROUTES = ROUTES.filter((route) => !PUBLIC.some((rule) => rule.endsWith(`${route}/`)));
const METHODS = [
  'GET',
  'GET',
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'SEARCH',
  'QUERY',
];
const CASES = 20_000;

describe('path confusion', () => {
  it('lets a stranger through to nothing that any server would open outside the public paths (P1, P2, P6, P7, P10, P11, P14, P16, P17, P24, corpus 4.2)', () => {
    const { core } = givenCore({ public: PUBLIC });
    const random = seeded(42);
    const bypasses: unknown[] = [];
    let letThrough = 0;
    for (let i = 0; i < CASES; i += 1) {
      const route = random.pick(random.chance(0.5) ? ROUTES : OPEN_ROUTES);
      const target = confuse(route, random);
      const method = random.pick(METHODS);
      const decision = now(core.begin(viewOf(target, { method, headers: { host: HOST } })));
      if (decision.kind === 'endpoint') {
        expect(['/auth/login', '/auth/logout']).toContain(target.split('?', 1)[0]);
        continue;
      }
      if (decision.kind === 'respond') continue;
      letThrough += 1;
      for (const opened of openedBy(target)) {
        if (!isOpen(method, opened)) bypasses.push({ seed: random.seed, method, target, opened });
      }
    }
    expect(bypasses.slice(0, 10)).toEqual([]);
    // A generator that only makes what is refused would prove nothing.
    expect(letThrough).toBeGreaterThan(CASES / 50);
  });

  it('never turns deny into allow by noise that a server reads away (property 1)', () => {
    const { core } = givenCore({ public: PUBLIC });
    const random = seeded(43);
    const opened: unknown[] = [];
    for (let i = 0; i < CASES; i += 1) {
      const route = random.pick(SHUT_ROUTES);
      let target = route;
      for (let n = 1 + random.int(4); n > 0; n -= 1) target = addNoise(target, random);
      const decision = now(core.begin(viewOf(target, { method: random.pick(METHODS), headers: { host: HOST } })));
      if (decision.kind !== 'respond') opened.push({ seed: random.seed, route, target, kind: decision.kind });
    }
    expect(opened.slice(0, 10)).toEqual([]);
  });

  it('has the same answer for a path whatever query is added to it (P1, P2)', () => {
    const { core } = givenCore({ public: PUBLIC });
    const random = seeded(44);
    const changed: unknown[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const target = confuse(random.pick(random.chance(0.5) ? ROUTES : OPEN_ROUTES), random);
      if (/[?#]/.test(target)) continue;
      const query = random.pick(['?', '?x=/assets/', '?/about', '?a=b&c=%2e%2e', '?x=..', '??', '?x=//evil', '?x=;y']);
      const view = (asked: string) => viewOf(asked, { headers: { host: HOST } });
      const [without, added] = [now(core.begin(view(target))), now(core.begin(view(target + query)))];
      if (added.kind !== without.kind) changed.push({ seed: random.seed, target, query, kind: added.kind });
    }
    expect(changed.slice(0, 10)).toEqual([]);
  });

  it('lets a member on to what is not public with the bytes as they came, and to nothing that is public in one reading only (decision 2)', async () => {
    const given = givenCore({ public: PUBLIC });
    const headers = { host: HOST, authorization: `Bearer ${TOKEN}` };
    for (const target of ['/reports/a%2Fb', '/reports;v=1/x', '/reports//x', '/reports/%2e%2e/x', '/a%5Cb']) {
      expect([target, now(given.core.begin(viewOf(target, { headers })))]).toEqual([
        target,
        expect.objectContaining({ kind: 'continue', query: null }),
      ]);
    }
    for (const target of [
      '/assets/../reports',
      '/assets/%2e%2e/reports',
      '/assets/..%2freports',
      '/reports/../assets/x',
      '/%61ssets/x',
      '/reports;/../assets/x',
    ]) {
      expect([target, now(given.core.begin(viewOf(target, { headers })))]).toEqual([
        target,
        expect.objectContaining({ kind: 'respond', status: 400 }),
      ]);
    }
  });
});

/** Served by the rules above, judged by hand on the path that a server opened. */
function isOpen(method: string, path: string): boolean {
  if (method === 'POST') return path.startsWith('/hooks/');
  if (method !== 'GET' && method !== 'HEAD') return false;
  return (
    path === '/about' ||
    ['/assets/', '/.well-known/', '/@vite/', '/files/open/'].some((prefix) => path.startsWith(prefix))
  );
}
