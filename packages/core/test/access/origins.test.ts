import { describe, expect, it } from '@jest/globals';
import { createCors } from '../../src/access/cors.ts';
import { createOrigins } from '../../src/access/origins.ts';
import { isAuthError } from '../../src/auth-error.ts';
import { viewOf } from '../fixture/view.ts';

const PUBLIC_URL = new URL('https://own.example/tools');
const ALLOWED = 'https://app.example';
const view = (headers: Readonly<Record<string, string>>, method = 'POST') => viewOf('/', { method, headers });

/** Looks like one of ours to somebody. */
const LOOK_ALIKES = [
  'null',
  '',
  'https://own.example.evil.example',
  'https://evilown.example',
  'https://own.example:444',
  'https://own.example:443',
  'http://own.example',
  'https://OWN.example',
  'https://own.example.',
  'https://own.example/',
  'https://own.example/tools',
  'https://x@own.example',
  'own.example',
  '//own.example',
  'https://own.example, https://evil.example',
  'https://app.example.evil.example',
  'https://sub.app.example',
  'http://app.example',
  'file://',
  'chrome-extension://own.example',
];

describe('an origin', () => {
  it('is ours when it is the whole of the configured one, or an allowed one (W4, R2)', () => {
    const origins = createOrigins({ publicUrl: PUBLIC_URL, origins: [ALLOWED] });
    for (const origin of ['https://own.example', ALLOWED])
      expect([origins.isOwn(view({ origin })), origins.isForeign(view({ origin }))]).toEqual([true, false]);
    for (const origin of LOOK_ALIKES) {
      for (const host of ['own.example', 'evil.example', origin.replace(/^https?:\/\//, '')]) {
        expect([origin, origins.isOwn(view({ origin, host })), origins.isForeign(view({ origin, host }))]).toEqual([
          origin,
          false,
          true,
        ]);
      }
    }
  });

  it('without publicUrl is ours when it names the host that the request names (A76)', () => {
    const origins = createOrigins({ publicUrl: null, origins: [] });
    for (const origin of ['http://own.example:8080', 'https://own.example:8080'])
      expect(origins.isOwn(view({ origin, host: 'own.example:8080' }))).toBe(true);
    for (const origin of [
      'http://own.example',
      'http://own.example:80800',
      'http://evil.example',
      'null',
      'ws://own.example:8080',
    ])
      expect([origin, origins.isOwn(view({ origin, host: 'own.example:8080' }))]).toEqual([origin, false]);
    expect(origins.isOwn(view({ origin: 'http://own.example' }))).toBe(false);
  });

  it.each([
    [undefined, undefined, false, false],
    [undefined, 'same-origin', true, false],
    [undefined, 'same-site', false, true],
    [undefined, 'cross-site', false, true],
    [undefined, 'none', false, false],
    [undefined, 'SAME-ORIGIN', false, true],
    [undefined, '', false, true],
    ['https://own.example', undefined, true, false],
    ['https://own.example', 'same-origin', true, false],
    ['https://evil.example', undefined, false, true],
    ['https://evil.example', 'cross-site', false, true],
    ['https://evil.example', 'none', false, true],
    ['null', 'none', false, true],
    ['null', undefined, false, true],
  ])('%s with Sec-Fetch-Site %s: ours %s, foreign %s (V33, corpus 4.16)', (origin, site, isOwn, isForeign) => {
    const origins = createOrigins({ publicUrl: PUBLIC_URL, origins: [] });
    const headers = {
      ...(origin === undefined ? {} : { origin }),
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    };
    expect([origins.isOwn(view(headers)), origins.isForeign(view(headers))]).toEqual([isOwn, isForeign]);
  });

  it.each([
    '',
    '*',
    'https://*.example',
    'app.example',
    '//app.example',
    'https://app.example/x',
    'https://app.example?x',
    'https://app.example#x',
    'https://x@app.example',
    'https://x:y@app.example',
    'ftp://app.example',
    'null',
    'https://APP.example',
    'https://app.example:443',
    'javascript:1',
    '.example',
  ])('that is none stops the start: %j (R3, W5, decision 20)', (entry) => {
    let error: unknown;
    try {
      createOrigins({ publicUrl: null, origins: [ALLOWED, entry] });
    } catch (thrown) {
      error = thrown;
    }
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'core/options-invalid', option: 'origins[1]' });
    expect((error as Error).message).toMatch(/Write scheme, host and port/);
  });
});

describe('CORS', () => {
  const origins = createOrigins({ publicUrl: PUBLIC_URL, origins: [ALLOWED] });
  const cors = createCors(origins, { cors: 'doorward', origins: [ALLOWED] });
  const preflight = (more: Readonly<Record<string, string>>) =>
    cors.preflight(view({ origin: ALLOWED, 'access-control-request-method': 'PUT', ...more }, 'OPTIONS'));
  const granted = (decision: ReturnType<typeof preflight>) =>
    decision?.kind === 'respond' ? decision.headers.filter(([name]) => name.startsWith('access-control')) : [];

  it('grants nothing to an origin that is not allowed, our own included (W5, A76)', () => {
    for (const origin of [...LOOK_ALIKES, 'https://own.example'])
      expect([origin, granted(preflight({ origin }))]).toEqual([origin, []]);
  });

  it('never names a wildcard (A76)', () => {
    expect(JSON.stringify(preflight({ 'access-control-request-headers': '*' }))).not.toContain('"*"');
    expect(granted(preflight({}))).toContainEqual(['access-control-allow-origin', ALLOWED]);
  });

  it('reflects no header name or method that is none (S11, Z3)', () => {
    for (const value of ['x\r\nset-cookie: a=b', 'x: y', 'a=b', 'x'.repeat(2000), '<b>', '']) {
      expect([
        value.slice(0, 10),
        granted(preflight({ 'access-control-request-headers': value })).some(
          ([name]) => name === 'access-control-allow-headers',
        ),
      ]).toEqual([value.slice(0, 10), false]);
    }
    for (const method of ['PUT\r\nx: y', 'a b', '', '*', 'x'.repeat(40)])
      expect([method, granted(preflight({ 'access-control-request-method': method }))]).toEqual([method, []]);
  });

  it('lets an allowed origin read an answer, and says on whom it depends (W6)', () => {
    const answer = { kind: 'respond', status: 200, headers: [['x', 'y']], body: '' } as const;
    expect(cors.allow(view({ origin: ALLOWED }), answer).headers).toEqual([
      ['x', 'y'],
      ['access-control-allow-origin', ALLOWED],
      ['access-control-allow-credentials', 'true'],
      ['vary', 'Origin'],
    ]);
    expect(cors.allow(view({ origin: 'https://evil.example' }), answer)).toBe(answer);
    expect(answer.headers).toEqual([['x', 'y']]);
  });
});
