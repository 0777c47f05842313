import { describe, expect, it } from '@jest/globals';
import { acceptsHtml, isNavigation, isTopLevelNavigation } from '../../src/request/fetch-metadata.ts';
import { FetchRequestView } from '../../src/request/fetch-view.ts';
import { viewOf } from '../fixture/view.ts';

const HTML = 'text/html,*/*;q=0.8';

describe('a navigation', () => {
  it.each([
    ['a browser that opens a page', 'GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, true, true],
    [
      'a browser that posts a form',
      'POST',
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      true,
      false,
    ],
    ['a frame', 'GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, true, false],
    ['an object', 'GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' }, true, false],
    ['a script', 'GET', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', accept: HTML }, false, false],
    ['an image', 'GET', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', accept: HTML }, false, false],
    ['a socket', 'GET', { 'sec-fetch-mode': 'websocket', accept: HTML }, false, false],
    ['HEAD', 'HEAD', { 'sec-fetch-mode': 'navigate' }, false, false],
    ['an older browser', 'GET', { accept: HTML }, true, true],
    ['an older browser that posts', 'POST', { accept: HTML }, false, false],
    ['an older browser’s script', 'GET', { accept: HTML, 'x-requested-with': 'XMLHttpRequest' }, false, false],
    ['a tool', 'GET', { accept: '*/*' }, false, false],
    ['a tool without a word', 'GET', {}, false, false],
    ['a client of JSON', 'GET', { accept: 'application/json' }, false, false],
  ])('%s: %s', (_who, method, headers, navigates, topLevel) => {
    const view = viewOf('/', { method, headers });
    expect([isNavigation(view), isTopLevelNavigation(view)]).toEqual([navigates, topLevel]);
  });

  it('is no upgrade, whatever it accepts (W1)', () => {
    const view = viewOf('/', { upgrade: true, headers: { accept: HTML, upgrade: 'websocket' } });
    expect([isNavigation(view), isTopLevelNavigation(view)]).toEqual([false, false]);
  });

  it('is told by HTML by name, in any case, never by a wildcard', () => {
    expect(acceptsHtml(viewOf('/', { headers: { accept: 'TEXT/HTML' } }))).toBe(true);
    for (const accept of ['*/*', 'text/*', 'application/xhtml+xml', ''])
      expect(acceptsHtml(viewOf('/', { headers: { accept } }))).toBe(false);
  });
});

describe('the view of a Fetch request', () => {
  it('has the target below the origin, and its headers by lower-case name', () => {
    const view = new FetchRequestView(
      new Request('http://doorward.invalid/a%2Fb/?c=d', { method: 'POST', headers: { 'X-Y': 'z' } }),
      '/root',
      '9.9.9.9',
    );
    expect([view.method, view.target, view.rootPath, view.remoteAddress]).toEqual([
      'POST',
      '/a%2Fb/?c=d',
      '/root',
      '9.9.9.9',
    ]);
    expect([view.header('x-y'), view.header('none'), view.headerLines('x-y'), view.headerLines('none')]).toEqual([
      'z',
      undefined,
      ['z'],
      [],
    ]);
    expect(new FetchRequestView(new Request('http://doorward.invalid'), '').target).toBe('/');
  });

  it('shows a doubled credential as one that no scheme can read (A101)', () => {
    const headers = new Headers();
    headers.append('authorization', 'Bearer a');
    headers.append('authorization', 'Bearer b');
    const view = new FetchRequestView(new Request('http://doorward.invalid/', { headers }), '');
    expect(view.headerLines('authorization')).toEqual(['Bearer a, Bearer b']);
  });
});
