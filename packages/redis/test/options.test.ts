import { inspect } from 'node:util';
import { isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import type { RedisOptions } from '../src/options.ts';
import { resolveOptions } from '../src/resolve-options.ts';

const PASSWORD = 'canary-of-the-address';

const resolve = (options: object) => resolveOptions({ url: 'redis://cache', ...options } as RedisOptions);

function errorOf(options: object): unknown {
  try {
    resolve(options);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('options', () => {
  it.each<[string, object]>([
    ['redisUrl', { url: undefined }],
    ['redisUrl', { url: '' }],
    ['redisUrl', { url: 'cache:6379' }],
    ['redisUrl', { url: 'http://cache' }],
    ['redisUrl', { url: 'redis://' }],
    ['redisUrl', { url: `redis://${PASSWORD}@cache` }],
    ['redisUrl', { url: `redis://:${PASSWORD}%@cache` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@cache:0` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@cache:port` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@cache:6379/first` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@cache:6379/0?tls=off` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@one,two` }],
    ['redisUrl', { url: `redis://:${PASSWORD}@cache#main` }],
    ['redisUrl', { url: `redis-sentinel://:${PASSWORD}@one,two` }],
    ['redisUrl', { url: `redis-sentinel://:${PASSWORD}@one,,two#main` }],
    ['redisUrl', { url: `redis-cluster://:${PASSWORD}@one,two#main` }],
    ['redisUrl', { url: `redis-cluster://:${PASSWORD}@one,two/1` }],
    ['redis.prefix', { prefix: '' }],
    ['redis.prefix', { prefix: 'a b' }],
    ['redis.prefix', { prefix: 'ä:' }],
    ['redis.prefix', { prefix: 'a'.repeat(65) }],
    ['redis.prefix', { prefix: 7 }],
    ['redis.strict', { strict: 'yes' }],
    ['redis.commandTimeoutMs', { commandTimeoutMs: 0 }],
    ['redis.commandTimeoutMs', { commandTimeoutMs: 49 }],
    ['redis.commandTimeoutMs', { commandTimeoutMs: 10_001 }],
    ['redis.commandTimeoutMs', { commandTimeoutMs: '500' }],
    ['redis.commandTimeoutMs', { commandTimeoutMs: Number.NaN }],
    ['redis.tls', { url: 'rediss://cache', tls: true }],
    ['redis.tls', { url: 'rediss://cache', tls: { ca: 'x', caFile: 'y' } }],
    ['redis.tls.ca', { url: 'rediss://cache', tls: { ca: 'no certificate' } }],
    ['redis.tls.ca', { url: 'rediss://cache', tls: { ca: '' } }],
    ['redis.tls.caFile', { url: 'rediss://cache', tls: { caFile: '/nowhere/ca.pem' } }],
    ['redis.tls.rejectUnauthorized', { url: 'rediss://cache', tls: { rejectUnauthorized: false } }],
    ['redis.prefx', { prefx: 'a' }],
  ])('%s that is wrong stops the start, with the remedy and without the password: %j (A96)', (option, options) => {
    const error = errorOf(options);
    expect(error).toMatchObject({ code: 'redis/options-invalid', option });
    expect(isAuthError(error) && error.message).toMatch(/: .*\b(?:give|keep|use|check|remove|write|there are)\b/i);
    expect(inspect(error)).not.toContain(PASSWORD);
  });

  it('have defaults', () => {
    expect(resolve({})).toEqual({
      address: {
        kind: 'server',
        place: 'Redis at cache:6379',
        isEncrypted: false,
        username: undefined,
        password: undefined,
        database: 0,
        servers: [{ host: 'cache', port: 6379 }],
        sentinelName: '',
      },
      prefix: 'doorward:',
      strict: false,
      commandTimeoutMs: 500,
      ca: undefined,
    });
  });

  it.each<[string, object]>([
    ['rediss://app:p%40ss@db.internal:6380/3', { isEncrypted: true, username: 'app', password: 'p@ss', database: 3 }],
    ['redis://:secret@[::1]:7000', { username: undefined, password: 'secret', servers: [{ host: '::1', port: 7000 }] }],
    [
      'redis-sentinel://:secret@one,two:7000/2#main',
      {
        kind: 'sentinel',
        place: 'Redis "main" of the Sentinels at one:26379, two:7000',
        servers: [
          { host: 'one', port: 26_379 },
          { host: 'two', port: 7000 },
        ],
        sentinelName: 'main',
        database: 2,
      },
    ],
    ['rediss-sentinel://one#main', { kind: 'sentinel', isEncrypted: true }],
    [
      'redis-cluster://one:7000,two',
      {
        kind: 'cluster',
        servers: [
          { host: 'one', port: 7000 },
          { host: 'two', port: 6379 },
        ],
      },
    ],
  ])('the address %s is read', (url, expected) => {
    expect(resolve({ url }).address).toMatchObject(expected);
  });

  it('put the prefix into braces in a Cluster, where it names no slot by itself', () => {
    const url = 'redis-cluster://cache';
    expect(resolve({ url }).prefix).toBe('{doorward:}');
    expect(resolve({ url, prefix: '{app}:' }).prefix).toBe('{app}:');
    expect(resolve({ prefix: 'app:' }).prefix).toBe('app:');
  });
});
