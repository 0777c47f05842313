import { describe, expect, it } from '@jest/globals';
import { isWorthRetrying, redisError } from '../src/redis-error.ts';

const coded = (code: string): Error => Object.assign(new Error('wrong'), { code });

describe('an answer of the server', () => {
  it.each<[string, Error, boolean]>([
    ['redis/unreachable', coded('ECONNREFUSED'), true],
    ['redis/unreachable', new Error('Socket closed unexpectedly'), true],
    ['redis/unreachable', new Error('LOADING Redis is loading the dataset in memory'), true],
    ['redis/unreachable', new Error('MASTERDOWN Link with MASTER is down'), true],
    ['redis/unreachable', new Error('CLUSTERDOWN The cluster is down'), true],
    ['redis/read-only', new Error("READONLY You can't write against a read only replica."), true],
    ['redis/full', new Error("OOM command not allowed when used memory > 'maxmemory'."), false],
    ['redis/full', new Error('MISCONF Redis is configured to save RDB snapshots'), false],
    ['redis/refused', new Error('WRONGPASS invalid username-password pair'), false],
    ['redis/refused', new Error('NOAUTH Authentication required.'), false],
    ['redis/refused', new Error("NOPERM User app has no permissions to run the 'evalsha' command"), false],
    ['redis/cluster', new Error('MOVED 3999 10.0.0.1:6381'), false],
    ['redis/cluster', new Error("CROSSSLOT Keys in request don't hash to the same slot"), false],
    ['redis/failed', new Error('ERR unknown command'), false],
    ['redis/failed', new Error('SOMETHING new'), false],
    ['redis/untrusted', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), false],
    ['redis/untrusted', coded('ERR_TLS_CERT_ALTNAME_INVALID'), false],
    ['redis/untrusted', coded('CERT_HAS_EXPIRED'), false],
  ])('is %s: %s (F3, F4)', (code, error, retried) => {
    const known = redisError(error, 'Redis at cache:6379');
    expect(known).toMatchObject({ code, cause: error });
    expect(known.message).toMatch(/^Redis at cache:6379 .*\.( |$)/);
    expect(isWorthRetrying(known)).toBe(retried);
  });
});
