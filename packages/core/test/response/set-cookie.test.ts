import { describe, expect, it } from '@jest/globals';
import { cookiesBeside, serializeCookie } from '../../src/response/set-cookie.ts';

const cookie = { name: 'doorward_x', path: '/', secure: false, sameSite: 'Lax' } as const;

describe('our Set-Cookie', () => {
  it('is out of reach of scripts, for this host alone, and says SameSite (A60, V34)', () => {
    expect(serializeCookie(cookie, 'abc', 60)).toBe('doorward_x=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax');
    expect(serializeCookie({ ...cookie, name: '__Host-x', secure: true, sameSite: 'Strict' }, 'abc', 60)).toBe(
      '__Host-x=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    );
    expect(serializeCookie(cookie, 'abc', 60)).not.toMatch(/domain/i);
  });

  it('clears with the same attributes as it sets, but for the age (S3, A67)', () => {
    for (const path of ['/', '/tools']) {
      for (const secure of [true, false]) {
        const [set, cleared] = [
          serializeCookie({ ...cookie, path, secure }, 'abc', 60),
          serializeCookie({ ...cookie, path, secure }, '', 0),
        ];
        expect(cleared).toBe(set.replace('=abc', '=').replace('Max-Age=60', 'Max-Age=0'));
      }
    }
  });

  it('lives a whole number of seconds, 400 days at most (V34, RFC 6265bis §5.5)', () => {
    const age = (seconds: number): string | undefined =>
      /Max-Age=([^;]*)/.exec(serializeCookie(cookie, 'x', seconds))?.[1];
    expect([age(1.9), age(-5), age(34_560_000), age(34_560_001), age(1e15)]).toEqual([
      '1',
      '0',
      '34560000',
      '34560000',
      '34560000',
    ]);
  });

  it('gives way to what the answer itself says of the same cookie', () => {
    const [renewed, cleared] = [serializeCookie(cookie, 'new', 60), serializeCookie(cookie, '', 0)];
    const other = serializeCookie({ ...cookie, name: 'doorward_xy' }, 'abc', 60);
    expect(cookiesBeside([renewed], [cleared, other])).toEqual([other]);
    expect(cookiesBeside([], [renewed, other])).toEqual([renewed, other]);
  });
});
