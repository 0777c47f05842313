/**
 * Corpus 4.2: what a stranger is let through to, against what real servers would open for the same target.
 */

import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { givenCore, now, TOKEN } from '../fixture/given-core.ts';
import { type Random, seeded } from '../fixture/random.ts';
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
const OPEN_ROUTES = [
  '/assets/app.js',
  '/assets/css/site.css',
  '/about',
  '/.well-known/security.txt',
  '/@vite/client',
  '/files/open/a.txt',
];
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
const HOST = 'own.example';
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

/** One to five mutations, anywhere; now and then some that do no harm. */
function confuse(route: string, random: Random): string {
  let target = route + (random.chance(0.5) ? random.pick(HARMLESS) : '');
  for (let n = random.chance(0.2) ? 0 : 1 + random.int(5); n > 0; n -= 1) {
    target = random.chance(0.3)
      ? addNoise(target, random)
      : random.chance(0.2)
        ? target + random.pick(HARMLESS)
        : break_(target, random);
  }
  if (random.chance(0.02)) target += `/${random.text(['x', '%2e', '/', '..', 'é'], 400)}`;
  return target;
}

const UP = [
  '..',
  '%2e%2e',
  '%2E%2e',
  '.%2e',
  '%252e%252e',
  '%25252e%25252e',
  '..;',
  '..;x=1',
  '%c0%ae%c0%ae',
  '%2e%2e;',
];
const LOOKS_LIKE_UP = ['%uff0e%uff0e', '．．', '%ef%bc%8e%ef%bc%8e', '...', '.. ', '..%20', '..%00'];
const SEPARATOR = [
  '/',
  '/',
  '/',
  '//',
  '\\',
  '%2f',
  '%2F',
  '%5c',
  '%252f',
  '%255c',
  '/;/',
  '/./',
  '\u2044',
  '／',
  '%c0%af',
];
const HARMLESS = ['/x', '/%20', 'a%7Eb', '/%C3%A9', '.map', '/a.b/c', '?v=1', '?x=../..', '+', '/.hidden', '/@a,b=c'];
const OUT_OF_PLACE = [
  '?',
  '#',
  '%23',
  '%3f',
  ';',
  '%3b',
  '%00',
  '%',
  '%zz',
  '+',
  '%20',
  '.',
  '%2e',
  '*',
  '@',
  ':80',
  '\u0000',
  '\t',
  '%0d%0a',
  '%ff',
  '\u00e9',
  '%C3%A9',
  '~',
  '|',
  '%7c',
];
const ABSOLUTE = [
  'http://own.example',
  'http://OWN.example',
  'https://own.example',
  'http://own.example@vite',
  'http://own.example:80',
  'http://evil.example',
  'http://x@own.example',
  '//own.example',
  'own.example:80',
  'http:',
  '\\\\own.example',
  '*',
];

/** What may lead to another file: a step up and down again, another separator, a sign out of place. */
function break_(target: string, random: Random): string {
  const at = random.int(target.length + 1);
  const insert = (text: string): string => target.slice(0, at) + text + target.slice(at);
  switch (random.int(7)) {
    case 0:
      return insert(random.pick(SEPARATOR) + random.pick([...UP, ...LOOKS_LIKE_UP]) + random.pick(SEPARATOR));
    case 1:
      return `${random.pick(OPEN_ROUTES)}${random.pick(SEPARATOR)}${random.pick(UP)}${random.pick(SEPARATOR)}${random.pick(UP)}${target}`;
    case 2:
      return `${target}${random.pick(SEPARATOR)}${random.pick(UP)}${random.pick(OPEN_ROUTES)}`;
    case 3:
      return insert(random.pick(OUT_OF_PLACE));
    case 4:
      return target.replace('/', random.pick(SEPARATOR));
    case 5:
      return random.pick(ABSOLUTE) + target;
    default:
      return random.chance(0.5) ? target.toUpperCase() : target.normalize(random.pick(['NFC', 'NFD', 'NFKC']));
  }
}

/** What some server reads away: the file that it opens stays the same. */
function addNoise(target: string, random: Random): string {
  const slashes = [...target.matchAll(/\//g)].map((match) => match.index);
  const slash = slashes.length === 0 ? 0 : random.pick(slashes);
  const atSlash = (text: string): string => target.slice(0, slash) + text + target.slice(slash + 1);
  const at = random.int(target.length);
  switch (random.int(9)) {
    case 0:
      return atSlash('//');
    case 1:
      return atSlash('/./');
    case 2:
      return atSlash(`/x/${random.pick(UP)}/`);
    case 3:
      return atSlash(random.pick(['%2f', '%2F', '%252f', '\\', '%5c']));
    case 4:
      return atSlash(random.pick([';/', ';a=b/', '/;/']));
    case 5:
      return target.slice(0, at) + escape_(target.charAt(at), random) + target.slice(at + 1);
    case 6:
      return target + random.pick(['/', '/.', ';', ';x', '?', '?x=/assets/', '#', '%00', '%20', '.', '/..;/']);
    case 7:
      return target.slice(0, at) + target.slice(at).toUpperCase();
    default:
      return `/assets/${random.pick(UP)}${target}`;
  }
}

function escape_(char: string, random: Random): string {
  const hex = char.charCodeAt(0).toString(16).padStart(2, '0');
  if (char === '' || char.charCodeAt(0) > 0x7f) return char;
  return `%${random.pick(['', '', '25', '2525'])}${random.chance(0.5) ? hex : hex.toUpperCase()}`;
}

/** The paths that servers in use would open for a target; a server that answers 400 opens none. */
function openedBy(target: string): readonly string[] {
  return SERVERS.flatMap((server) => {
    try {
      const opened = server(target);
      return opened === null || opened.includes('\0') ? [] : [opened];
    } catch {
      return [];
    }
  });
}

type Server = (target: string) => string | null;

/** What parseurl and `url.parse` make of a target: Express, Koa. */
function legacyPath(target: string): string {
  const origin = target.replace(/^[a-z][a-z0-9+.-]*:[\\/]{2}[^\\/?#]*/i, '');
  const [path = ''] = origin.split(/[?#]/, 1);
  return path.replaceAll('\\', '/') || '/';
}

function whatwgPath(target: string): string {
  return new URL(/^[a-z]+:\/\//i.test(target) ? target : `http://${HOST}${target}`).pathname;
}

const SERVERS: readonly Server[] = [
  // express.static and send: decode once, resolve below the root, refuse to leave it.
  (target) => {
    const decoded = posix.normalize(`./${decodeURIComponent(legacyPath(target))}`);
    return /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(decoded) ? null : posix.join('/', decoded);
  },
  // The same without the look for steps up, as hand-written servers have it.
  (target) => posix.join('/', decodeURIComponent(legacyPath(target))),
  // Koa: resolves what was not decoded.
  (target) => posix.normalize(legacyPath(target)),
  // koa-send: resolves after decoding, and looks for an index where a slash stood at the end.
  (target) =>
    posix.resolve('/', `.${decodeURIComponent(legacyPath(target))}`) + (legacyPath(target).endsWith('/') ? '/' : ''),
  // Hono: WHATWG URL, then decodeURI for routes, and decodeURIComponent again for files.
  (target) => decodeURI(whatwgPath(target)),
  (target) => posix.normalize(decodeURIComponent(whatwgPath(target))),
  (target) => posix.normalize(decodeURIComponent(decodeURI(whatwgPath(target)))),
  // A relative reference resolved against the own origin, as much code does it.
  (target) => new URL(target, `http://${HOST}`).pathname,
  (target) => posix.normalize(decodeURIComponent(new URL(target, `http://${HOST}`).pathname)),
  // nginx: decodes, merges slashes, resolves.
  (target) => posix.normalize(decodeURIComponent(legacyPath(target)).replace(/\/+/g, '/')),
  // Servlet containers: cut parameters from each segment, decode, resolve.
  (target) => posix.normalize(decodeURIComponent(legacyPath(target).replace(/;[^/]*/g, ''))),
  (target) => posix.normalize(decodeURIComponent(legacyPath(target)).replace(/;[^/]*/g, '')),
  (target) => posix.normalize(decodeURIComponent(legacyPath(target)).split(';', 1)[0] ?? ''),
  // Windows: a backslash is a separator, also an escaped one.
  (target) => posix.normalize(decodeURIComponent(legacyPath(target)).replaceAll('\\', '/')),
  // Two layers that both decode.
  (target) => posix.normalize(decodeURIComponent(decodeURIComponent(legacyPath(target))).replaceAll('\\', '/')),
  // A proxy that decodes, and an app that parses the result as an address.
  (target) => posix.normalize(legacyPath(decodeURIComponent(legacyPath(target)))),
  // Lenient decoders of overlong UTF-8.
  (target) =>
    posix.normalize(
      decodeURIComponent(
        legacyPath(target)
          .replace(/%c0%ae/gi, '.')
          .replace(/%c0%af/gi, '/'),
      ),
    ),
];
