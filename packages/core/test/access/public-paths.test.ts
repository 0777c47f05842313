import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPublicPaths } from '../../src/access/public-paths.ts';
import { isAuthError } from '../../src/auth-error.ts';
import { runs } from '../fixture/random.ts';

describe('a public rule', () => {
  const rules = createPublicPaths([
    '/assets/',
    'GET /about',
    'POST /hooks/',
    'PUT /one',
    '/café/',
    '/.well-known/',
    '/@vite/',
  ]);

  it.each([
    ['GET', '/assets/', true],
    ['GET', '/assets/app.js', true],
    ['GET', '/assets/deep/er/app.js', true],
    ['HEAD', '/assets/app.js', true],
    ['GET', '/assets', false],
    ['GET', '/assetsx', false],
    ['GET', '/assetsx/app.js', false],
    ['GET', '/Assets/app.js', false],
    ['GET', '/x/assets/app.js', false],
    ['POST', '/assets/app.js', false],
    ['OPTIONS', '/assets/app.js', false],
    ['DELETE', '/assets/app.js', false],
    ['get', '/assets/app.js', false],
    ['GET', '/about', true],
    ['HEAD', '/about', true],
    ['GET', '/about/', false],
    ['GET', '/about/x', false],
    ['GET', '/aboutx', false],
    ['GET', '/abou', false],
    ['POST', '/about', false],
    ['POST', '/hooks/a', true],
    ['GET', '/hooks/a', false],
    ['HEAD', '/hooks/a', false],
    ['PUT', '/one', true],
    ['PUT', '/one/', false],
    ['GET', '/caf%C3%A9/x', true],
    ['GET', '/caf/x', false],
    ['GET', '/.well-known/security.txt', true],
    ['GET', '/well-known/security.txt', false],
    ['GET', '/@vite/client', true],
    ['GET', '', false],
    ['GET', '/', false],
  ])('judges %s %s as %s (P17, P24, P25)', (method, path, expected) => {
    expect(rules.has(method, path)).toBe(expected);
  });

  it('for "/" opens the start page alone', () => {
    const root = createPublicPaths(['/']);
    expect([root.has('GET', '/'), root.has('HEAD', '/')]).toEqual([true, true]);
    expect([root.has('GET', '/x'), root.has('GET', '//'), root.has('GET', ''), root.has('POST', '/')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('written as HEAD stands for GET as well', () => {
    const head = createPublicPaths(['HEAD /x']);
    expect([head.has('HEAD', '/x'), head.has('GET', '/x'), head.has('POST', '/x')]).toEqual([true, true, false]);
  });

  it('is one path however its name was typed: composed or decomposed, escaped or not', () => {
    for (const rule of ['/café/', '/cafe\u0301/', '/caf%C3%A9/', '/caf%c3%a9/']) {
      expect([rule, createPublicPaths([rule]).has('GET', '/caf%C3%A9/x')]).toEqual([rule, true]);
    }
  });

  it('is never met by a path that only begins with the same letters (P17)', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.startsWith('/')),
        (more) => {
          expect(rules.has('GET', `/assets${more}`)).toBe(false);
          expect(rules.has('GET', `/about${more}`)).toBe(false);
        },
      ),
      runs(2000),
    );
  });

  it.each([
    ['a pattern', '/assets/*'],
    ['a pattern of path-to-regexp', '/users/:id'],
    ['no leading slash', 'assets/'],
    ['a whole address', 'https://own.example/assets/'],
    ['a query', '/about?x'],
    ['a fragment', '/about#x'],
    ['a dot segment', '/a/../b'],
    ['a double slash', '/a//b'],
    ['a double slash at the start', '//a'],
    ['a backslash', '/a\\b'],
    ['a parameter', '/a;b'],
    ['a space', '/a b'],
    ['two spaces after the method', 'GET  /a'],
    ['a method in lower case', 'get /a'],
    ['an escaped slash', '/a%2Fb'],
    ['an escaped letter', '/%61bc'],
    ['an escaped dot segment', '/a/%2e%2e/b'],
    ['a broken escape', '/a%'],
    ['NUL', '/a\0'],
    ['nothing', ''],
    ['a lone method', 'GET'],
    ['half of a character', '/\ud800'],
  ])('with %s stops the start, naming the option and the remedy (P1, decision 20)', (_what, rule) => {
    const error = thrownBy(() => createPublicPaths(['/fine/', rule]));
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'core/options-invalid', option: 'public[1]' });
    expect((error as Error).message).toMatch(/Write /);
  });

  it('is absent by default: then nothing is public (P19)', () => {
    const none = createPublicPaths([]);
    expect([none.size, none.has('GET', '/'), none.has('GET', '/favicon.ico')]).toEqual([0, false, false]);
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
