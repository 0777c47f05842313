import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProviderOutcome } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { begin, finish, providerOf, roundTrip } from './fixture/round-trip.ts';
import { AUTHORIZE, goodStrategy, type Running, strategyOf } from './fixture/strategies.ts';

/** What a strategy does when the browser is back. */
const ending = (end: (this: Running) => unknown) =>
  strategyOf(function ({ query: { code } }) {
    return code === undefined ? this.redirect(AUTHORIZE) : end.call(this);
  });

const back = (end: (this: Running) => unknown, timeoutMs = 20_000): Promise<ProviderOutcome> =>
  roundTrip(providerOf(ending(end), { timeoutMs }), { code: '1' });

const failedWith = (text: string) =>
  expect.objectContaining({ code: 'passport/strategy-failed', message: expect.stringContaining(text) });

describe('what a strategy says at the end', () => {
  it('signs in by success, with what identity makes of the user', async () => {
    const strategy = ending(function () {
      this.success({ id: '4711' }, { level: 2 });
    });
    const identity = async ({ id }: { id: string }, info: unknown) => ({
      subject: id,
      name: JSON.stringify(info),
      roles: ['reader'],
    });
    const outcome = await roundTrip(providerOf(strategy, { identity }), { code: '1' });
    expect(outcome).toEqual({
      kind: 'identified',
      identity: { subject: '4711', name: '{"level":2}', roles: ['reader'] },
    });
  });

  it('signs nobody in whom identity does not know', async () => {
    const outcome = await roundTrip(providerOf(goodStrategy, { identity: () => null }), { code: '1' });
    expect(outcome).toEqual({ kind: 'declined', reason: 'no-identity' });
  });

  it.each([false, null, undefined, 0, ''])('signs nobody in by success without a user: %p', async (user) => {
    expect(
      await back(function () {
        this.success(user, { message: 'Nobody' });
      }),
    ).toEqual({
      kind: 'declined',
      reason: 'Nobody',
    });
  });

  it.each<[string, unknown]>([
    ['access-denied', 'access denied'],
    ['Who-are-you', { message: 'Who are you?' }],
    ['script-alert-1-script', { message: '<script>alert(1)</script>' }],
    ['a-b', { message: 'a\r\nb' }],
    ['unknown', undefined],
    ['unknown', { message: { html: '<b>' } }],
    ['unknown', 401],
  ])('declines by fail, with a word and nothing else: %s', async (reason, challenge) => {
    expect(
      await back(function () {
        this.fail(challenge);
      }),
    ).toEqual({ kind: 'declined', reason });
  });

  it('declines by pass', async () => {
    expect(
      await back(function () {
        this.pass();
      }),
    ).toEqual({ kind: 'declined', reason: 'passed' });
  });

  it('is an answer that does not count when it would begin again', async () => {
    const refused = expect.objectContaining({ code: 'passport/answer-refused' });
    await expect(
      back(function () {
        this.redirect(AUTHORIZE);
      }),
    ).rejects.toEqual(refused);
  });

  it('declines where the provider says an error, whatever the strategy makes of it', async () => {
    const provider = providerOf(
      strategyOf(function ({ query }) {
        if (query['error'] === undefined) this.redirect(AUTHORIZE);
        else this.error(new Error('out of order'));
      }),
    );
    expect(await roundTrip(provider, { error: 'login_required' })).toEqual({
      kind: 'declined',
      reason: 'login_required',
    });
    expect(await roundTrip(provider, { error: '<b>' })).toEqual({ kind: 'declined', reason: 'b' });
  });

  it('is refused when a parameter comes twice', async () => {
    const twice = roundTrip(providerOf(goodStrategy), new URLSearchParams('code=a&code=b'));
    await expect(twice).rejects.toMatchObject({ code: 'passport/answer-refused' });
  });
});

describe('a strategy that fails', () => {
  it.each<[string, (this: Running) => unknown]>([
    [
      'connection refused',
      function () {
        this.error(new Error('connection refused'));
      },
    ],
    [
      'connection refused',
      () => {
        throw new Error('connection refused');
      },
    ],
    [
      'connection refused',
      async () => {
        throw new Error('connection refused');
      },
    ],
    [
      'connection refused',
      function () {
        this.fail(new Error('connection refused'));
      },
    ],
    [
      'connection refused',
      function () {
        this.fail({ message: 'connection refused' }, 500);
      },
    ],
    [
      'it gives no reason',
      function () {
        this.error(undefined);
      },
    ],
    [
      'it gives no reason',
      () => {
        throw null;
      },
    ],
  ])('throws, and nobody is signed in: %s', async (reason, end) => {
    await expect(back(end)).rejects.toEqual(failedWith(reason));
  });

  it('writes one line into the log, whatever its message is', async () => {
    const message = `no\r\n2026-11-29 signed in\u2028${'x'.repeat(300)}`;
    const thrown = await back(function () {
      this.error(new Error(message));
    }).catch((caught: unknown) => String(caught));
    expect(thrown).toMatch(/cannot tell: no 2026-11-29 signed in x{176}\. \[/);
  });

  it('says nothing of what the provider answered but a status', async () => {
    const error = Object.assign(new Error('Failed to obtain access token'), {
      oauthError: { statusCode: 418, data: 'access_token=canary' },
    });
    const thrown = await back(function () {
      this.error(error);
    }).catch((caught: unknown) => caught);
    expect(thrown).toMatchObject({ message: expect.stringContaining('(418)') });
    expect((thrown as Error).cause).toBeUndefined();
    expect(String(thrown)).not.toContain('canary');
  });

  it('that says nothing is given up', async () => {
    await expect(back(() => undefined, 100)).rejects.toEqual(failedWith('it said nothing within 100 milliseconds'));
    const never = () => new Promise(() => undefined);
    await expect(back(never, 100)).rejects.toEqual(failedWith('it said nothing within'));
  });

  it('that says two things has said the first one', async () => {
    const first = await back(function () {
      this.fail('no');
      this.success({ id: 'somebody' });
      this.error(new Error('late'));
      throw new Error('late too');
    });
    expect(first).toEqual({ kind: 'declined', reason: 'no' });
  });

  it('leaves nothing behind for the next sign-in', async () => {
    const strategy = strategyOf(function ({ query: { code } }) {
      const made = this as Running & { seen?: string };
      if (code === undefined) return this.redirect(AUTHORIZE);
      if (made.seen !== undefined) return this.success({ id: made.seen });
      made.seen = code;
      return this.success({ id: code });
    });
    const provider = providerOf(Object.freeze(strategy));
    expect(await roundTrip(provider, { code: 'a' })).toMatchObject({ identity: { subject: 'a' } });
    expect(await roundTrip(provider, { code: 'b' })).toMatchObject({ identity: { subject: 'b' } });
    expect(Object.keys(strategy)).toEqual(['name', 'authenticate']);
  });

  it('mixes up no sign-ins that go on at the same time, 200 of them (S15)', async () => {
    const strategy = strategyOf(async function ({ query: { code }, session = {} }) {
      const secret = code === undefined ? randomUUID() : session['secret'];
      session['secret'] = secret;
      await delay(Math.random() * 20);
      if (code === undefined) return this.redirect(`${AUTHORIZE}?secret=${secret}`);
      return this.success({ id: `${code} ${secret}` });
    });
    const provider = providerOf(strategy);
    const signIn = async (code: string) => {
      const { url, keep } = await begin(provider);
      const outcome = await finish(provider, keep, { code });
      return { outcome, expected: `${code} ${new URL(url).searchParams.get('secret')}` };
    };
    const all = await Promise.all(Array.from({ length: 200 }, (_, at) => signIn(`person-${at}`)));
    for (const { outcome, expected } of all) expect(outcome).toMatchObject({ identity: { subject: expected } });
    expect(new Set(all.map(({ expected }) => expected)).size).toBe(200);
  });

  it.each<[string, (this: Running) => unknown]>([
    [
      'it signs in at once',
      function () {
        this.success({ id: '1' });
      },
    ],
    [
      'it passes',
      function () {
        this.pass();
      },
    ],
    [
      'it fails with no-you',
      function () {
        this.fail('no <you>');
      },
    ],
  ])('sends nobody anywhere when it begins otherwise: %s', async (problem, authenticate) => {
    const refused = expect.objectContaining({
      code: 'passport/redirect-refused',
      message: expect.stringContaining(problem),
    });
    await expect(begin(providerOf(strategyOf(authenticate)))).rejects.toEqual(refused);
  });
});
