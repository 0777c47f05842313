/**
 * What an OpenID provider that is reached and does not answer keeps waiting: so many sign-ins, and nobody else.
 */

import { PAGE, SCRIPT, TOKEN } from '@doorward/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { until } from '../store/failing.ts';
import { type Browser, createBrowser } from './browser.ts';
import { type LinkedProvider, OWN, startLinkedProvider } from './linked-provider.ts';

/** As many as wait, and some. */
const MOST = 100;
const MORE = 5;
/** The longest that may be set: nothing ends by itself while a test runs. */
const TIMEOUT_MS = 30_000;
const RENEWAL_SECONDS = 541;

let given: LinkedProvider | undefined;

afterEach(async () => {
  await given?.close();
  given = undefined;
});

/** A callback that only the provider could tell from a good one. */
async function beginBadly({ begin, idp }: LinkedProvider, by: Browser): Promise<string> {
  const { searchParams } = new URL((await begin(by)).headers['location'] ?? '');
  const brought = { code: 'made-up', state: searchParams.get('state') ?? '', iss: idp.issuer };
  return `/auth/sso/oidc/callback?${new URLSearchParams(brought)}`;
}

describe.each(FRAMEWORKS)('an OpenID provider that is slow, on $name', (harness) => {
  it('has so many callbacks wait, puts off the others, and keeps nobody else waiting (F15)', async () => {
    const linked = await startLinkedProvider(harness, { timeoutMs: TIMEOUT_MS });
    given = linked;
    const good = createBrowser();
    const callback = await linked.visit(good);
    const bad: (readonly [string, Browser])[] = [];
    for (let count = 0; count < MOST + MORE; count += 1) {
      const browser = createBrowser();
      bad.push([await beginBadly(linked, browser), browser]);
    }
    linked.link.silence();
    const statuses: number[] = [];
    const waiting = Promise.allSettled(
      bad.map(async ([path, browser]) => statuses.push((await linked.finish(path, browser)).status)),
    );
    await until(() => statuses.length === MORE);
    const putOff = await linked.finish(callback, good);
    expect([putOff.status, putOff.headers['retry-after'], putOff.headers['set-cookie']]).toEqual([503, '5', undefined]);
    expect(putOff.text).toContain('href="/auth/sso/other?next=%2Freports"');
    const headers = { ...SCRIPT, authorization: `Bearer ${TOKEN}` };
    expect((await linked.ask('/reports', { headers })).status).toBe(200);
    expect((await linked.ask('/reports')).status).toBe(401);
    expect(await linked.signInElsewhere()).toBe(303);
    const form = { password: TOKEN };
    expect((await linked.ask('/auth/login', { form, headers: { ...PAGE, origin: OWN } })).status).toBe(303);
    expect(statuses).toEqual(Array.from({ length: MORE }, () => 503));
    linked.link.restore();
    await waiting;
    expect(statuses.slice(MORE)).toEqual(Array.from({ length: MOST }, () => 400));
    const finished = await linked.finish(callback, good);
    expect([finished.status, finished.headers['location']]).toEqual([303, '/reports']);
    expect(linked.warnings.filter((line) => line.includes('too many sign-ins wait'))).toHaveLength(1);
  });

  it('keeps no session waiting that is to be renewed, and renews it when it answers at last (F15)', async () => {
    given = await startLinkedProvider(harness, { timeoutMs: TIMEOUT_MS });
    const { ask, finish, visit, link, idp, advance } = given;
    const secret = async (): Promise<string> => (await ask('/grant')).body.secret;
    await finish(await visit());
    const before = await secret();
    link.silence();
    advance(RENEWAL_SECONDS);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/reports')));
    answers.push(await ask('/reports'));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // It is still being asked.
    expect([idp.seen.refreshes, given.warnings]).toEqual([0, []]);
    link.restore();
    await until(async () => (await secret()) !== before);
    expect([(await ask('/reports')).status, idp.seen]).toMatchObject([200, { refreshes: 1, reuses: 0 }]);
  });
});
