import { describe, expect, it } from '@jest/globals';
import { DOUBLED } from '../src/request/cookies.ts';
import { createKeyRing, type KeyRing } from '../src/secret/key-ring.ts';
import { createSessionCookie, type SessionCookie } from '../src/session-cookie.ts';

const NEW = 'a new secret of forty characters 1234567';
const OLD = 'an old secret of forty characters 456789';
const attributes = { path: '/', secure: true, sameSite: 'Lax', persistent: true } as const;

function given(names: readonly string[] = ['new', 'old'], keys: KeyRing = createKeyRing([NEW, OLD])): SessionCookie {
  return createSessionCookie({ ...attributes, names }, keys);
}
const pairOf = (cookie: string | null): string => cookie?.split(';', 1)[0] ?? '';

describe('the session’s cookie', () => {
  it('is read by the newest name, else by an older one: a new secret signs nobody out (decision 14)', () => {
    expect(given().read('old=1; new=2')).toBe('2');
    expect(given().read('x=0; old=1')).toBe('1');
    expect(given().read('older=1; newer=2; old_browser=3')).toBeUndefined();
    expect(given().read(undefined)).toBeUndefined();
    expect(given().read('new=1; new=2')).toBe(DOUBLED);
    expect(given().read('new=1; new=1')).toBe('1');
    expect(given().read('new=; old=1')).toBe('');
  });

  it('is handed out by the newest name, and older ones that came are dropped', () => {
    expect(given().set('old=1', 'secret', 60)).toEqual([
      'new=secret; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
      'old=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    ]);
    expect(given().set(undefined, 'secret', 60)).toHaveLength(1);
    const closing = createSessionCookie(
      { ...attributes, persistent: false, names: ['new', 'old'] },
      createKeyRing([NEW]),
    );
    expect(closing.set('old=1', 'secret', 60)).toEqual([
      'new=secret; Path=/; HttpOnly; SameSite=Lax; Secure',
      'old=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    ]);
    expect(given().clear('new=1; old=2').map(pairOf)).toEqual(['new=', 'old=']);
    expect(given().clear(undefined).map(pairOf)).toEqual(['new=']);
  });
});

describe('the cookie of a known browser (F32, V1)', () => {
  it('is known for its account alone, and signing in there again hands out no other', () => {
    const cookie = given();
    const header = pairOf(cookie.know(undefined, 'ada'));
    const browser = cookie.knownBrowser(header, 'ada');
    expect(browser).toMatch(/^[\w-]{43}$/);
    expect(cookie.know(header, 'ada')).toBeNull();
    expect(cookie.knownBrowser(header, 'bob')).toBeNull();
    expect(cookie.knownBrowser(undefined, 'ada')).toBeNull();
    expect(cookie.know(header, 'bob')).not.toBeNull();
  });

  it('is HttpOnly like the session’s, and lasts as long as browsers keep a cookie', () => {
    expect(given().know(undefined, 'ada')).toMatch(
      /^new_browser=[\w-]{43}\.[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('of the secret before is known until that secret is gone', () => {
    const header = pairOf(given(['old'], createKeyRing([OLD])).know(undefined, 'ada'));
    expect(given().knownBrowser(header, 'ada')).not.toBeNull();
    expect(given(['new'], createKeyRing([NEW])).knownBrowser(header, 'ada')).toBeNull();
    expect(given(['new', 'old'], createKeyRing([NEW])).knownBrowser(header, 'ada')).toBeNull();
  });

  it('cannot be made by somebody else, and whatever comes is no error', () => {
    const cookie = given();
    const [, browser = '', signature = ''] = /=([^.]+)\.(.+)/.exec(pairOf(cookie.know(undefined, 'ada'))) ?? [];
    const keys = createKeyRing([NEW]);
    const values = [
      '',
      '.',
      '..',
      browser,
      `${browser}.`,
      `.${signature}`,
      `${signature}.${browser}`,
      `${browser}.${signature}.`,
      `${browser}.${signature}x`,
      `${browser}.${signature.slice(1)}`,
      `${browser.slice(1)}.${signature}`,
      `${browser}.${'é'.repeat(43)}`,
      `${browser}.${'\u{1f600}'.repeat(21)}x`,
      `${browser}.${signature.toUpperCase()}`,
      `${browser}\nada.${signature}`,
      `x.${keys.sign('another purpose', 'x\nada')}`,
      `x.${createKeyRing([OLD.toUpperCase()]).sign('known browser', 'x\nada')}`,
      'x'.repeat(100_000),
      '.'.repeat(100_000),
    ];
    for (const value of values)
      expect([value.slice(0, 99), cookie.knownBrowser(`new_browser=${value}`, 'ada')]).toEqual([
        value.slice(0, 99),
        null,
      ]);
    const doubled = `new_browser=${browser}.${signature}; new_browser=x.y`;
    expect(cookie.knownBrowser(doubled, 'ada')).toBeNull();
  });
});
