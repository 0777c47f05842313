import { describe, expect, it } from '@jest/globals';
import { areaOf, createSites, endpointAt, relativePath, visibleTarget } from '../src/site-paths.ts';

const PATHS = { login: '/auth/login', logout: '/auth/logout' };
const OPTIONS = { paths: PATHS, home: '/', forbidden: null, providers: new Map() };
const sites = (basePath: string, visiblePath: string) => createSites({ ...OPTIONS, basePath, visiblePath });

describe('a site', () => {
  it.each([
    ['at the root', '', '', '', '', ''],
    ['below a base path', '/tools', '/tools', '', '/tools', '/tools'],
    ['behind a proxy that strips the prefix', '', '/tools', '', '', '/tools'],
    ['mounted by a router', '', '', '/inner', '/inner', '/inner'],
    ['mounted by a router below a base path', '/tools', '/tools', '/tools/inner', '/tools/inner', '/tools/inner'],
    ['mounted by a router where the prefix is stripped', '', '/tools', '/inner', '/inner', '/tools/inner'],
    ['mounted with a slash at the end', '', '', '/inner/', '/inner', '/inner'],
  ])(
    '%s knows where requests arrive and what browsers see (A61)',
    (_what, basePath, visiblePath, rootPath, arriving, visible) => {
      const site = sites(basePath, visiblePath)(rootPath);
      expect(site).toMatchObject({
        arriving,
        visible,
        login: `${visible}/auth/login`,
        logout: `${visible}/auth/logout`,
        home: `${visible}/`,
      });
      expect([...site.endpoints]).toEqual([
        [`${arriving}/auth/login`, { name: 'login', below: '' }],
        [`${arriving}/auth/logout`, { name: 'logout', below: '' }],
      ]);
    },
  );

  it('finds its own paths, whether they have a beginning in common or not (A61)', () => {
    for (const [login, api] of [
      ['/auth/login', '/auth/api'],
      ['/sign-in', '/auth/api'],
      ['/auth', '/auth/api'],
    ] as const) {
      const paths = { login, logout: '/auth/logout', api };
      const site = createSites({ ...OPTIONS, basePath: '/tools', visiblePath: '', paths })('');
      expect(endpointAt(site, `/tools${login}`)?.name).toBe('login');
      expect(endpointAt(site, '/tools/auth/logout')?.name).toBe('logout');
      for (const path of ['/auth/api', '/auth/api/', '/auth/api/users'])
        expect(areaOf(site, `/tools${path}`)?.name).toBe('api');
      for (const path of ['/', '/tools', '/tools/', '/tools/aut', '/tools/auth/other', '/tools/auth/apis', login]) {
        expect([path, endpointAt(site, path), areaOf(site, path)]).toEqual([path, undefined, null]);
      }
    }
  });

  it('never has a login page on another host, whatever a router takes for its prefix (R6)', () => {
    for (const root of ['//evil.example', '/\\evil.example', 'http://evil.example', '//', 'evil.example', '/a\\b']) {
      const { login, home } = sites('', '')(root);
      for (const path of [login, home])
        expect([root, new URL(path, 'http://own.example').origin]).toEqual([root, 'http://own.example']);
    }
  });

  it('is one object for one prefix, and keeps no more than a thousand of them (X10, F31)', () => {
    const siteOf = sites('', '');
    expect(siteOf('/a')).toBe(siteOf('/a'));
    for (let i = 0; i < 2000; i += 1) siteOf(`/tenant-${i}`);
    expect(siteOf('/tenant-1')).toBe(siteOf('/tenant-1'));
    expect(siteOf('/tenant-1999')).not.toBe(siteOf('/tenant-1999'));
    expect(siteOf('/tenant-1999')).toEqual(siteOf('/tenant-1999'));
  });
});

describe('a path below a site', () => {
  it('begins after a whole segment (P17, P24)', () => {
    const site = sites('/tools', '/tools')('');
    expect(relativePath(site, '/tools/a')).toBe('/a');
    expect(relativePath(site, '/tools/')).toBe('/');
    for (const path of ['/tools', '/toolsx/a', '/tool', '/a/tools/b', '//tools/a', '/TOOLS/a', ''])
      expect([path, relativePath(site, path)]).toEqual([path, null]);
  });

  it('is seen by browsers with the visible prefix, and one from elsewhere as it is', () => {
    const site = sites('/in', '/out')('');
    expect([visibleTarget(site, '/in/a?b=/in/c'), visibleTarget(site, '/inx/a'), visibleTarget(site, '/a')]).toEqual([
      '/out/a?b=/in/c',
      '/inx/a',
      '/a',
    ]);
  });
});
