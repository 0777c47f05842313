/**
 * Corpus 4.1: where a person may be sent back to.
 */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localPath, MAX_RETURN_PATH_LENGTH, withoutParameters } from '../../src/response/return-path.ts';
import { givenCore, headerOf, now, TOKEN } from '../fixture/given-core.ts';
import { runs, seeded } from '../fixture/random.ts';
import { hostile, local } from '../fixture/return-paths.ts';
import { PAGE, viewOf } from '../fixture/view.ts';

const OWN = 'http://own.example';

describe('a return path', () => {
  it('that is accepted stays on our own origin, for Node’s parser and for one with browser rules (A58, R1, R3, R6, R10, V55, corpus 4.1)', () => {
    const random = seeded(7);
    const foreign: unknown[] = [];
    let accepted = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const value = hostile(random);
      if (localPath(value) === null) continue;
      accepted += 1;
      const origins = [
        new URL(value, OWN).origin,
        new URL(value, 'https://own.example/a/b?c').origin.replace('https', 'http'),
        browserOrigin(value),
      ];
      if (origins.some((origin) => origin !== OWN)) foreign.push({ seed: random.seed, value, origins });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
      if (/[\x00-\x20\\\x7f-\uffff]/.test(value))
        foreign.push({ seed: random.seed, value, what: 'cannot stand in a header' });
    }
    expect(foreign.slice(0, 10)).toEqual([]);
    // Some of the corpus must be acceptable, or the claim would be empty.
    expect(accepted).toBeGreaterThan(100);
  });

  it('of any text at all is refused or our own (R3)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', '%2f', '\t', 'e', '?', '#') }),
        ),
        (value) => {
          if (localPath(value) === null) return;
          expect([new URL(value, OWN).origin, browserOrigin(value)]).toEqual([OWN, OWN]);
        },
      ),
      runs(5000),
    );
  });

  it('that is good is accepted as it is, two hundred of them (A79)', () => {
    const random = seeded(8);
    const good = new Set([
      '/',
      '/?',
      '/#top',
      '/a//b',
      '/a?next=//evil.example',
      '/a?u=https://x.example/',
      '/@user',
      '/a;v=1',
      '/%2F%2Fx',
      '/~x',
      '/a:b',
      '/.well-known/x',
    ]);
    while (good.size < 200) good.add(local(random));
    for (const value of good) expect(localPath(value)).toBe(value);
  });

  it.each([
    null,
    undefined,
    '',
    'a',
    'a/b',
    '.',
    '..',
    '?x',
    '#x',
    '//',
    '//x',
    '/\\x',
    '\\x',
    '/a\\b',
    ' /x',
    '/x ',
    '/x y',
    '\t/x',
    '/\t/x',
    '/x\n',
    '/\u0000',
    '/\u007f',
    '/é',
    '／x',
    '/.//x',
    '/..//x',
    '/a/..//x',
    '/%2e//x',
    '/%2E%2e//x',
    'http:/x',
    'javascript:1',
    'mailto:x@y',
  ])('that reads %j is refused (A58)', (value) => {
    expect(localPath(value)).toBeNull();
  });

  it('is kept up to its longest, and not beyond', () => {
    expect(localPath(`/${'a'.repeat(MAX_RETURN_PATH_LENGTH - 1)}`)).not.toBeNull();
    expect(localPath(`/${'a'.repeat(MAX_RETURN_PATH_LENGTH)}`)).toBeNull();
  });
});

describe('a redirect of the guard', () => {
  it('stays on our own origin, whatever target the request had (A46, R6, R11, corpus 4.1)', () => {
    const { core } = givenCore();
    const random = seeded(9);
    const foreign: unknown[] = [];
    let redirects = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const target = (random.chance(0.7) ? '/' : '') + hostile(random);
      for (const query of ['', `${target.includes('?') ? '&' : '?'}access_token=${TOKEN}`]) {
        const decision = now(core.begin(viewOf(target + query, { headers: { ...PAGE, host: 'own.example' } })));
        const location = headerOf(decision, 'location');
        if (location === undefined) continue;
        redirects += 1;
        const next = location.startsWith('/auth/login?')
          ? (new URL(location, OWN).searchParams.get('next') ?? '/')
          : '/';
        const isOwn = [location, next].every(
          (value) => new URL(value, OWN).origin === OWN && browserOrigin(value) === OWN,
        );
        if (!isOwn || location.includes(TOKEN)) foreign.push({ seed: random.seed, target, location });
      }
    }
    expect(foreign.slice(0, 10)).toEqual([]);
    expect(redirects).toBeGreaterThan(500);
  });

  it('never carries the token on, in whatever spelling its parameter was recognised (A46, decision 7)', () => {
    const { core } = givenCore();
    for (const query of [
      `access_token=${TOKEN}`,
      `a=1&access_token=${TOKEN}&b=2`,
      `access_token=${TOKEN}&access_token=${TOKEN}`,
      `access%5Ftoken=${TOKEN}&access_token=${TOKEN}`,
      `access_token=${encodeURIComponent(TOKEN).replace('s', '%73')}`,
    ]) {
      for (const dest of ['document', 'iframe']) {
        const decision = now(core.begin(viewOf(`/reports?${query}`, { headers: { ...PAGE, 'sec-fetch-dest': dest } })));
        expect(JSON.stringify(decision)).not.toContain(TOKEN);
      }
    }
    const wrong = now(core.begin(viewOf('/reports?x=1&access_token=wr0ng-guess', { headers: PAGE })));
    expect(headerOf(wrong, 'location')).toBe('/auth/login?next=/reports%3Fx%3D1&error=credential');
  });
});

describe('a query without a parameter', () => {
  it('keeps the rest byte for byte', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['', ''],
      ['t=1', ''],
      ['a=1&t=1', 'a=1'],
      ['t=1&a=1', 'a=1'],
      ['a=%20&t=1&b=+&t=2&c', 'a=%20&b=+&c'],
      ['tt=1&t', 'tt=1'],
      ['%74=1&a', 'a'],
      ['a=t=1', 'a=t=1'],
      ['a&&b', 'a&&b'],
      ['%zz=1&t=x', '%zz=1'],
    ];
    for (const [query, expected] of cases) expect([query, withoutParameters(query, ['t'])]).toEqual([query, expected]);
  });
});

/** The origin that a browser would go to from a page of ours (WHATWG URL §4.4, in short). */
function browserOrigin(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers trim them
  const text = value.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '').replace(/[\t\r\n]/g, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && !['http', 'https', 'ws', 'wss', 'ftp', 'file'].includes(scheme)) return 'null';
  let rest = (scheme === undefined ? text : text.slice(scheme.length + 1)).replace(/^[^?#]*/, (path) =>
    path.replaceAll('\\', '/'),
  );
  const isRelative = scheme === undefined ? !rest.startsWith('//') : scheme === 'http' && !rest.startsWith('/');
  if (isRelative) return landsOnOwnHost(rest) ? OWN : 'a second redirect';
  rest = rest.replace(/^\/+/, '');
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return `${scheme ?? 'http'}://${host}`;
}

/** A path that dot segments turn into `//host` is one when it is resolved again, as by a script or a proxy. */
function landsOnOwnHost(path: string): boolean {
  const [bare = ''] = path.split(/[?#]/, 1);
  const out: string[] = [];
  for (const segment of bare.replace(/%2e/gi, '.').split('/').slice(1)) {
    if (segment === '..') out.pop();
    else if (segment !== '.') out.push(segment);
  }
  return !(out[0] === '' && out.length > 1);
}
