/**
 * A browser whose session is a pair of cookies: renewed with whatever is answered, and told when it is over.
 */

import { describe, expect, it } from '@jest/globals';
import { createPrincipal } from '../../src/access/principal.ts';
import type { CoreOptions } from '../../src/core-options.ts';
import type { Decision } from '../../src/response/decision.ts';
import { createKeyRing } from '../../src/secret/key-ring.ts';
import { randomSecret } from '../../src/secret/secret-value.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { givenCore, outcomeOf } from '../fixture/given-core.ts';
import { PAGE, viewOf } from '../fixture/view.ts';

const NAMES = { access: ['at'], refresh: ['rt'] };
const PATHS = { login: '/auth/login', logout: '/auth/logout', account: '/auth/account', api: '/auth/api' };
const ADA = createPrincipal({ subject: 'ada', method: 'password' });
const SECONDS = { accessSeconds: 60, refreshSeconds: 600 };

const subjects = {
  current: (subject: string, _version: number, method: string) => createPrincipal({ subject, method }),
  onChange: () => () => undefined,
};

const given = (options: Partial<CoreOptions> = {}) =>
  givenCore({
    paths: PATHS,
    public: ['/open'],
    tokens: { ...SECONDS, headers: [], cookies: NAMES },
    verifiers: [{ name: 'test', verify: () => ({ kind: 'verified', principal: ADA, version: 1 }) }],
    subjects,
    ...options,
  });

const cookieOf = (cookies: readonly string[]): string => cookies.map((line) => line.split(';', 1)[0]).join('; ');

type Core = ReturnType<typeof givenCore>['core'];

async function signedIn(core: Core, obligation: 'change-password' | null = null): Promise<string> {
  const client = { clientAddress: '127.0.0.1', cookieHeader: undefined };
  const account = obligation === null ? undefined : { version: 1, obligation };
  return cookieOf(await core.signIn.start(ADA, client, account));
}

/** Names of the cookies that an answer sets, `-` before those that it clears. */
function setBy(decision: Decision): readonly string[] {
  const lines =
    decision.kind === 'continue'
      ? decision.cookies
      : decision.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
  return lines.map((line) => `${/Max-Age=0(?:;|$)/.test(line) ? '-' : ''}${line.split('=', 1)[0]}`);
}

describe('a pair of cookies', () => {
  it('goes on under the newer names while a secret is replaced, and the older ones are dropped (F33)', async () => {
    const replaced = { access: ['new_at', 'at'], refresh: ['new_rt', 'rt'] };
    const shared = { store: createMemoryStore(), keys: createKeyRing([randomSecret()]), now: Date.now };
    const cookie = await signedIn(given(shared).core);
    const after = given({ ...shared, tokens: { ...SECONDS, headers: [], cookies: replaced } });
    const at = async (header: string): Promise<Decision> =>
      after.core.begin(viewOf('/', { headers: { ...PAGE, cookie: header } }));
    expect(setBy(await at(cookie))).toEqual([]);
    const refresh = cookie.split('; ')[1] ?? '';
    const renewed = await at(`at=over; ${refresh}`);
    expect([outcomeOf(renewed), setBy(renewed)]).toEqual(['continue', ['new_at', 'new_rt', '-at', '-rt']]);
    expect(setBy(await at(`${cookieOf(renewed.kind === 'continue' ? renewed.cookies : [])}; ${cookie}`))).toEqual([]);
  });

  it('is renewed in the same answer, be it an app, a public path, our own area, or a refusal (A37)', async () => {
    const policy = { permissions: ['docs:read'] };
    for (const [target, outcome] of [
      ['/', 'continue'],
      ['/open', 'continue'],
      ['/auth/account', 'endpoint'],
      ['/auth/api/me', 'endpoint'],
      ['/demanding', 403],
    ] as const) {
      const { core, advance } = given();
      const cookie = await signedIn(core);
      advance(61_000);
      const mounts = target === '/demanding' ? { find: () => ({ ...core.rules, policy }) } : null;
      const decision = await core.begin({ ...viewOf(target, { headers: { cookie } }), mounts });
      expect([target, outcomeOf(decision), setBy(decision)]).toEqual([target, outcome, ['at', 'rt']]);
    }
  });

  it('is renewed with the demand for a new password too', async () => {
    const { core, advance } = given();
    const cookie = await signedIn(core, 'change-password');
    advance(61_000);
    const statuses: unknown[] = [];
    for (const headers of [{ cookie }, { ...PAGE, cookie }]) {
      const decision = await core.begin(viewOf('/', { headers }));
      statuses.push(outcomeOf(decision));
      expect(setBy(decision)).toEqual(['at', 'rt']);
    }
    expect(statuses).toEqual([403, 303]);
  });

  it('that is over is cleared, and a program hears that it was good once (A7)', async () => {
    const { core, advance } = given();
    const cookie = await signedIn(core);
    advance(601_000);
    const decision = await core.begin(viewOf('/', { headers: { cookie } }));
    expect([outcomeOf(decision), setBy(decision)]).toEqual([401, ['-at', '-rt']]);
    expect(decision).toMatchObject({ body: expect.stringContaining('core/expired-credential') });
    const made = await core.begin(viewOf('/', { headers: { cookie: 'at=dwa_made-up' } }));
    expect(made).toMatchObject({ status: 401, body: expect.stringContaining('core/authentication-required') });
    const page = await core.begin(viewOf('/', { headers: { ...PAGE, cookie } }));
    expect(page).toMatchObject({ status: 303, headers: expect.arrayContaining([['location', '/auth/login']]) });
  });
});

describe('signing in for tokens', () => {
  const attempt = { name: 'ada', password: 'x', isLocal: true };
  const clientWith = (cookieHeader: string | undefined) => ({ clientAddress: '127.0.0.1', cookieHeader });

  it('as cookies takes the place of the session before, and makes the browser known to the account', async () => {
    const { core } = given();
    const before = await signedIn(core);
    const outcome = await core.signIn.forTokens(attempt, clientWith(before));
    if (outcome.kind !== 'signed-in') throw new Error(outcome.kind);
    expect(outcome.cookies.map((line) => line.split('=', 1)[0])).toEqual(['at', 'rt', 'doorward_test_browser']);
    expect(await core.clientSessions.current(before)).toBeNull();
    expect(await core.clientSessions.current(cookieOf(outcome.cookies))).not.toBeNull();
  });

  it('without cookies leaves the session of the browser alone', async () => {
    const { core } = given({ tokens: { ...SECONDS, headers: [], cookies: null } });
    const before = await signedIn(core);
    const outcome = await core.signIn.forTokens(attempt, clientWith(before));
    expect(outcome).toMatchObject({ kind: 'signed-in', cookies: [] });
    expect(await core.clientSessions.current(before)).not.toBeNull();
  });
});
