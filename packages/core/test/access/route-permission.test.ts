import { describe, expect, it } from '@jest/globals';
import { permissionCheck } from '../../src/access/permission.ts';
import { permissionPolicy } from '../../src/access/permission-demand.ts';
import { permissionNames } from '../../src/access/permission-names.ts';
import { routePermission } from '../../src/access/route-permission.ts';

describe('the permission of a route', () => {
  it.each([
    ['GET', '/api/agents', 'agents:read'],
    ['HEAD', '/api/agents/7', 'agents:read'],
    ['POST', '/api/agents', 'agents:write'],
    ['PUT', '/api/agents/7', 'agents:write'],
    ['PATCH', '/api/agents/7/', 'agents:write'],
    ['DELETE', '/api/agents/7', 'agents:delete'],
    ['POST', '/api/agents/7/generate', 'agents:execute'],
    ['POST', '/api/workflows/7/start?x=1', 'workflows:execute'],
    ['GET', '/api/agents/7/generate', 'agents:read'],
    ['POST', '/api/agents/generate/7', 'agents:write'],
  ])('%s %s is %s (A87)', (method, path, permission) => {
    expect(routePermission(method, path, { prefix: '/api' })).toBe(permission);
  });

  it.each([
    ['PURGE', '/api/agents'],
    ['constructor', '/api/agents'],
    ['get', '/api/agents'],
    ['GET', '/other/agents'],
    ['GET', '/api'],
    ['GET', '/api/'],
    ['GET', '/apiagents'],
    ['GET', '/api/*'],
    ['GET', '/api/Agents'],
    ['GET', '/api/a:b'],
    ['GET', '/api/%61gents'],
    ['GET', '/api/__proto__'],
  ])('%s %s is outside the pattern, so nobody but an owner may (A87, L25)', (method, path) => {
    const permission = routePermission(method, path, { prefix: '/api' });
    for (const grants of [['*:read', '*:write', '*:delete'], ['agents:*'], ['agents:read']])
      expect(permissionCheck(grants)(permission)).toBe(false);
    expect(permissionCheck(['*'])(permission)).toBe(true);
  });
});

describe('names of permissions', () => {
  const names = permissionNames('agents:read', 'agents:execute');

  it('are themselves, and with an id the permission for one object', () => {
    expect([names('agents:read'), names.of('agents:execute', 'a:1')]).toEqual(['agents:read', 'agents:execute:a:1']);
    expect(names.all).toEqual(['agents:read', 'agents:execute']);
  });

  it('that were not declared do not compile, and are refused where nothing is compiled', () => {
    // @ts-expect-error a misspelt name
    expect(() => names('agents:raed')).toThrow(TypeError);
    // @ts-expect-error a misspelt name
    expect(() => names.of('agent:read', '7')).toThrow(TypeError);
    expect(() => names.of('agents:read', '')).toThrow(TypeError);
  });

  it.each(['agents', 'agents:', ':read', 'agents:*', '*', 'a b:c', 'agents:read:7'])('are never %j', (name) => {
    expect(() => permissionNames(name)).toThrow(expect.objectContaining({ code: 'core/options-invalid' }));
  });
});

describe('what a route asks for', () => {
  it('is something: nothing at all would let everybody in', () => {
    expect(() => permissionPolicy([])).toThrow(TypeError);
    expect(() => permissionPolicy([{ any: [] }])).toThrow(TypeError);
  });
});
