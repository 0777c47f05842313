/**
 * Corpus 4.14: nothing that reads input takes more than its length in time.
 */

import { describe, expect, it } from '@jest/globals';
import { canonicalName } from '../src/access/identity.ts';
import { createOrigins } from '../src/access/origins.ts';
import { permissionCheck } from '../src/access/permission.ts';
import { createPublicPaths } from '../src/access/public-paths.ts';
import { isLoopbackHost } from '../src/open-mode.ts';
import { readAuthorization, wellFormed } from '../src/request/authorization.ts';
import { canonicalAddress, createClientAddressReader } from '../src/request/client-address.ts';
import { readCookie } from '../src/request/cookies.ts';
import { FetchRequestView } from '../src/request/fetch-view.ts';
import { createCredentialReader } from '../src/request/presented.ts';
import { plainPathEnd, readTarget } from '../src/request/request-target.ts';
import { localPath, withoutParameters } from '../src/response/return-path.ts';
import { createSites } from '../src/site-paths.ts';
import { givenCore } from './fixture/given-core.ts';
import { viewOf } from './fixture/view.ts';

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  plainPathEnd,
  readTarget: (text) => readTarget(text, 'own.example'),
  'readTarget in absolute form': (text) => readTarget(`http://${text}`, text),
  localPath,
  'withoutParameters of a query': (text) => withoutParameters(text, ['access_token']),
  readAuthorization,
  'the form of Basic': (text) => wellFormed({ encodedBasic: text }),
  'the form of Bearer': (text) => wellFormed({ bearer: text }),
  'the query': (text) => createCredentialReader([]).read(viewOf('/'), `access_token=${text}`, false),
  readCookie: (text) => readCookie(text, 'doorward_x'),
  'readCookie of its own name': (text) => readCookie(`${text}doorward_x=1`, 'doorward_x'),
  canonicalAddress,
  'X-Forwarded-For by hops': (text) =>
    createClientAddressReader(1)(viewOf('/', { headers: { 'x-forwarded-for': text } })),
  'X-Forwarded-For by list': (text) =>
    createClientAddressReader(['loopback'])(viewOf('/', { headers: { 'x-forwarded-for': text } })),
  Host: isLoopbackHost,
  Origin: (text) =>
    createOrigins({ publicUrl: null, origins: [] }).isForeign(viewOf('/', { headers: { origin: text, host: text } })),
  canonicalName,
  'a permission': permissionCheck(['a:b', '*:read', 'x:*:y']),
  'a public path': (text) => createPublicPaths(['/assets/', '/about']).has('GET', text),
  'a root path': (text) =>
    createSites({
      basePath: '/a',
      visiblePath: '/b',
      paths: { login: '/l', logout: '/o' },
      home: '/',
      forbidden: null,
      providers: new Map(),
    })(text),
  'a Fetch address': (text) => {
    const request = new Request('http://doorward.invalid/');
    Object.defineProperty(request, 'url', { value: `http://${text}` });
    return new FetchRequestView(request, '').target;
  },
  'the whole decision': (text) => givenTarget(text),
};

const { core } = givenCore({ public: ['/assets/'], origins: ['https://app.example'] });
const givenTarget = (text: string): unknown =>
  core.begin(
    viewOf(`/${text}`, {
      method: 'OPTIONS',
      headers: {
        host: 'own.example',
        cookie: text,
        origin: 'https://app.example',
        accept: text,
        'access-control-request-method': text.slice(0, 100),
        'access-control-request-headers': text,
      },
    }),
  );

/** What makes backtracking, splitting in loops and rescanning show. */
const UNITS = [
  'a',
  '/',
  '//',
  '/.',
  '/..',
  '..;/',
  '%',
  '%2e',
  '%252e',
  '%25',
  '\\',
  ';',
  '; ',
  ' ',
  '\t',
  '=',
  'a=',
  ',',
  ', ',
  ':',
  '::',
  '.',
  '@',
  '[',
  ']',
  '1.',
  '0:',
  'é',
  '\u0000',
  '\u0300\u0316',
  '&',
  '?',
  '#',
  '-',
  'A',
  '+',
  'access_token=',
  '&access_token',
  'doorward_x',
  'doorward_x;',
  'x.localhost',
  '*:',
  '|',
];

describe('time', () => {
  it.each(Object.keys(readers))('grows with the length alone in %s (Z1, Z3, corpus 4.14)', (name) => {
    const read = readers[name] as (text: string) => unknown;
    const slow: unknown[] = [];
    for (const unit of UNITS) {
      for (const [head, tail] of [
        ['', ''],
        ['/', '!'],
        ['/a', '\u0085%zz'],
      ] as const) {
        const text = (size: number): string => head + unit.repeat(size / unit.length) + tail;
        // Up to twice the longest head that Node accepts by default.
        const [short, long] = [2048, 32_768];
        const measure = () =>
          ratio(
            () => read(text(short)),
            () => read(text(long)),
          );
        // 16 times the length, so quadratic would be 256. A busy machine gets two more tries.
        let grown = measure();
        for (let again = 0; again < 2 && isSlow(grown); again += 1) grown = measure();
        if (isSlow(grown)) slow.push({ unit, head, tail, ...grown });
      }
    }
    expect(slow).toEqual([]);
  });
});

const isSlow = ({ factor, ms }: Ratio): boolean => factor > 64 && ms > 5;

interface Ratio {
  readonly factor: number;
  readonly ms: number;
}

/** How much longer the second one takes than the first, by the best of a few runs of each. */
function ratio(short: () => unknown, long: () => unknown): Ratio {
  const best = (run: () => unknown): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i += 1) {
      const started = performance.now();
      run();
      least = Math.min(least, performance.now() - started);
    }
    return least;
  };
  const ms = best(long);
  return { factor: ms / Math.max(best(short), 0.02), ms };
}
