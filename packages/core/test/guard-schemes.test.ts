/**
 * The decision on explicit credentials: a scheme of the user’s own, a token in the address, and guesses.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../src/access/principal.ts';
import type { Scheme } from '../src/scheme/scheme.ts';
import { createTokenLogin } from '../src/scheme/token.ts';
import { givenCore, headerOf, now, outcomeOf, TOKEN } from './fixture/given-core.ts';
import { PAGE, viewOf } from './fixture/view.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

describe('a scheme of the user’s own', () => {
  const key: Scheme = {
    name: 'key',
    authenticate: ({ bearer }) => {
      if (bearer === undefined || !bearer.startsWith('sk-')) return { kind: 'none' };
      if (bearer === 'sk-throws') throw new Error('directory down');
      if (bearer === 'sk-rejects') return Promise.reject(new Error('directory down'));
      return bearer === 'sk-right'
        ? {
            kind: 'authenticated',
            principal: createPrincipal({ subject: 'robot', method: 'key' }),
            startsSession: false,
          }
        : { kind: 'rejected', reason: 'invalid', presented: bearer };
    },
  };
  const withKey = () => givenCore({ schemes: [key, createTokenLogin(TOKEN).scheme] });

  it('is asked first; its no is final, and its silence lets the next one speak (style: three outcomes)', () => {
    const { core } = withKey();
    const ask = (bearer: string) =>
      now(core.begin(viewOf('/reports', { headers: { authorization: `Bearer ${bearer}` } })));
    expect(ask('sk-right')).toMatchObject({ kind: 'continue', principal: { subject: 'robot' } });
    expect(outcomeOf(ask('sk-wrong'))).toBe(401);
    expect(ask(TOKEN)).toMatchObject({ kind: 'continue', principal: { subject: 'token' } });
  });

  it('is not asked for what is malformed, which is told by its own code (A48, A49, A101)', () => {
    const asked: string[] = [];
    const curious: Scheme = {
      name: 'curious',
      authenticate: ({ bearer, basic }) => {
        asked.push(bearer ?? basic?.name ?? 'nothing');
        return {
          kind: 'authenticated',
          principal: createPrincipal({ subject: 'x', method: 'x' }),
          startsSession: false,
        };
      },
    };
    const { core } = givenCore({ schemes: [curious] });
    const malformed = ['Bearer', 'Bearer a b', 'Bearer a,b', 'Basic', 'Basic %', `Basic ${btoa('no colon')}`];
    for (const authorization of malformed) {
      for (const view of [
        viewOf('/x', { headers: { authorization } }),
        viewOf('/x', { headers: { authorization }, upgrade: true }),
      ]) {
        const decision = now(core.begin(view));
        expect([authorization, decision.kind === 'respond' && JSON.parse(decision.body).code]).toEqual([
          authorization,
          'core/malformed-credential',
        ]);
      }
    }
    expect(asked).toEqual([]);
  });

  it('that cannot reach its directory is 503, never "wrong" (decision: unavailable)', async () => {
    const { core } = withKey();
    for (const bearer of ['sk-throws', 'sk-rejects']) {
      const decision = await core.begin(viewOf('/reports', { headers: { authorization: `Bearer ${bearer}` } }));
      expect([bearer, outcomeOf(decision)]).toEqual([bearer, 503]);
    }
  });

  it('makes a session of no key, also on a page (decision: API keys never do, V24)', () => {
    const { core } = withKey();
    const decision = now(core.begin(viewOf('/reports', { headers: { ...PAGE, authorization: 'Bearer sk-right' } })));
    expect(decision).toMatchObject({ kind: 'continue', cookies: [], session: null });
  });

  it('knows nothing of the cookie beside it (A42, A99)', async () => {
    const { core, signIn } = withKey();
    const cookie = await signIn();
    expect(
      now(core.begin(viewOf('/reports', { headers: { cookie, authorization: 'Bearer sk-right' } }))),
    ).toMatchObject({ principal: { subject: 'robot' }, session: null });
    expect(
      outcomeOf(now(core.begin(viewOf('/reports', { headers: { cookie, authorization: 'Bearer sk-wrong' } })))),
    ).toBe(401);
  });
});

describe('a token in the address', () => {
  it('does not replace the live session of another person without asking (decision 8)', async () => {
    const given = givenCore();
    const basic = `Basic ${Buffer.from(`grace:${TOKEN}`).toString('base64')}`;
    const page = now(given.core.begin(viewOf('/', { headers: { ...PAGE, authorization: basic } })));
    const cookie = (page.kind === 'continue' ? (page.cookies[0] ?? '') : '').split(';', 1)[0];
    const other = now(given.core.begin(viewOf(`/?access_token=${TOKEN}`, { headers: { ...PAGE, cookie } })));
    expect(headerOf(other, 'set-cookie')).toBeUndefined();
    expect(now(given.core.begin(viewOf('/', { headers: { cookie } })))).toMatchObject({ principal: { name: 'grace' } });
  });

  it('asks before another account takes the place of the one that is signed in (decision 8)', async () => {
    const ada: Scheme = {
      name: 'ada',
      authenticate: ({ bearer }) =>
        bearer === 'the-key-of-ada'
          ? {
              kind: 'authenticated',
              principal: createPrincipal({ subject: 'ada', method: 'key' }),
              startsSession: true,
            }
          : { kind: 'none' },
    };
    const { core } = givenCore({ schemes: [ada, createTokenLogin(TOKEN).scheme] });
    const page = now(core.begin(viewOf('/', { headers: { ...PAGE, authorization: 'Bearer the-key-of-ada' } })));
    const cookie = (page.kind === 'continue' ? (page.cookies[0] ?? '') : '').split(';', 1)[0];
    const link = now(core.begin(viewOf(`/a?access_token=${TOKEN}`, { headers: { ...PAGE, cookie } })));
    expect([outcomeOf(link), headerOf(link, 'location'), headerOf(link, 'set-cookie')]).toEqual([
      303,
      '/auth/logout',
      undefined,
    ]);
    expect(now(core.begin(viewOf('/', { headers: { cookie } })))).toMatchObject({ principal: { subject: 'ada' } });
  });

  it('is hidden from the app where it is not exchanged (S17)', () => {
    const given = givenCore();
    expect(now(given.core.begin(viewOf(`/x?a=%20&access_token=${TOKEN}&b`)))).toMatchObject({
      kind: 'continue',
      query: 'a=%20&b',
    });
    expect(now(given.core.begin(viewOf(`/x%2Fy?access_token=${TOKEN}`)))).toMatchObject({
      kind: 'continue',
      query: '',
    });
  });
});

describe('guesses', () => {
  const guess = (given: ReturnType<typeof givenCore>, bearer: string) =>
    outcomeOf(now(given.core.begin(viewOf('/', { headers: { authorization: `Bearer ${bearer}` } }))));

  it('are twenty in fifteen minutes; the twenty-first attempt is 429 even when it is right (V1, property 16)', () => {
    const given = givenCore();
    for (let i = 0; i < 20; i += 1) expect([i, guess(given, `wrong-${i}`)]).toEqual([i, 401]);
    expect(guess(given, TOKEN)).toBe(429);
    given.advance(15 * 60 * 1000 - 1);
    expect(guess(given, TOKEN)).toBe(429);
    given.advance(1);
    expect(guess(given, TOKEN)).toBe('continue');
  });

  it('are counted over all forms of a credential together', async () => {
    const given = givenCore();
    for (let i = 0; i < 10; i += 1) guess(given, `wrong-${i}`);
    for (let i = 0; i < 5; i += 1) now(given.core.begin(viewOf(`/?access_token=query-${i}`)));
    for (let i = 0; i < 5; i += 1)
      await given.core.signIn.withPassword(
        { name: '', password: `form-${i}`, isLocal: true },
        { clientAddress: '127.0.0.1', cookieHeader: undefined },
      );
    expect(guess(given, TOKEN)).toBe(429);
    expect(
      await given.core.signIn.withPassword(
        { name: '', password: TOKEN, isLocal: true },
        { clientAddress: '127.0.0.1', cookieHeader: undefined },
      ),
    ).toMatchObject({ kind: 'limited' });
  });

  it('of one client do not shut out another (F32)', () => {
    const given = givenCore();
    for (let i = 0; i < 30; i += 1) guess(given, `wrong-${i}`);
    const other = now(given.core.begin(viewOf('/', { remoteAddress: '9.9.9.9', headers: BEARER })));
    expect(outcomeOf(other)).toBe('continue');
  });

  it('that were right cost nothing', () => {
    const given = givenCore();
    for (let i = 0; i < 200; i += 1) expect(guess(given, TOKEN)).toBe('continue');
  });

  it('say in Retry-After when the next one counts', () => {
    const given = givenCore();
    for (let i = 0; i < 20; i += 1) guess(given, `wrong-${i}`);
    given.advance(60_000);
    const decision = now(given.core.begin(viewOf('/', { headers: BEARER })));
    expect(headerOf(decision, 'retry-after')).toBe('840');
  });
});
