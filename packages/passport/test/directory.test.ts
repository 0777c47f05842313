import { describe, expect, it } from '@jest/globals';
import { Strategy as LocalStrategy } from 'passport-local';
import { createPassportDirectory, type PassportDirectoryOptions } from '../src/passport-directory.ts';
import type { PassportStrategy } from '../src/strategy.ts';
import type { StrategyRequest } from '../src/strategy-request.ts';
import { type Running, strategyOf } from './fixture/strategies.ts';

interface Person {
  readonly id: string;
}

const ADA = { name: 'ada', password: 'grey feathers above the reeds' };

function directoryOf(strategy: PassportStrategy, options: Partial<PassportDirectoryOptions<Person>> = {}) {
  const identity = ({ id }: Person) => ({ subject: id, roles: [] });
  return createPassportDirectory<Person>({ id: 'people', strategy, identity, ...options });
}

const answering = (answer: (this: Running) => unknown, options = {}) =>
  directoryOf(strategyOf(answer), { timeoutMs: 20_000, ...options }).authenticate(ADA);

describe('passport-local', () => {
  const local = (options = {}) =>
    new LocalStrategy(options, (name, password, done) => {
      if (name === 'away') return done(new Error('connection refused'));
      const isRight = name === ADA.name && password === ADA.password;
      return isRight ? done(null, { id: '1' }) : done(null, false, { message: 'no' });
    });

  it('knows people by name and password, and nobody else', async () => {
    const directory = directoryOf(local());
    expect(await directory.authenticate(ADA)).toEqual({ subject: '1', roles: [] });
    expect(await directory.authenticate({ ...ADA, password: 'wrong' })).toBeNull();
    expect(await directory.authenticate({ ...ADA, name: '__proto__' })).toBeNull();
  });

  it('that cannot be asked throws, which is no wrong password', async () => {
    const away = directoryOf(local()).authenticate({ ...ADA, name: 'away' });
    await expect(away).rejects.toMatchObject({ code: 'passport/strategy-failed' });
  });

  it('looks in the fields that its options name, and says so when there is nothing', async () => {
    const strategy = local({ usernameField: 'email', passwordField: 'pass' });
    const fields = { username: 'email', password: 'pass' };
    expect(await directoryOf(strategy, { fields }).authenticate(ADA)).toEqual({ subject: '1', roles: [] });
    await expect(directoryOf(strategy).authenticate(ADA)).rejects.toThrow('passport.fields');
  });

  it('is not asked about a name or password that is empty, which some directories take for nobody in particular', async () => {
    const yes = directoryOf(
      strategyOf(function () {
        this.success({ id: '1' });
      }),
    );
    expect(await yes.authenticate({ ...ADA, password: '' })).toBeNull();
    expect(await yes.authenticate({ ...ADA, name: '' })).toBeNull();
    expect(await yes.authenticate(ADA)).not.toBeNull();
  });
});

describe('a strategy for names and passwords', () => {
  it('sees a form with both, and nothing else', async () => {
    let seen: StrategyRequest | undefined;
    await directoryOf(
      strategyOf(function (request) {
        seen = request;
        this.fail();
      }),
    ).authenticate(ADA);
    expect([seen?.method, { ...seen?.body }]).toEqual(['POST', { username: ADA.name, password: ADA.password }]);
    expect([{ ...seen?.query }, { ...seen?.headers }, seen?.session]).toEqual([{}, {}, undefined]);
  });

  it('knows nobody when it fails or passes, or identity knows nobody', async () => {
    expect(
      await answering(function () {
        this.fail('wrong', 401);
      }),
    ).toBeNull();
    expect(
      await answering(function () {
        this.pass();
      }),
    ).toBeNull();
    expect(
      await answering(function () {
        this.success(false);
      }),
    ).toBeNull();
    expect(
      await answering(
        function () {
          this.success({ id: '1' });
        },
        { identity: () => null },
      ),
    ).toBeNull();
  });

  it.each<[string, (this: Running) => unknown]>([
    [
      'redirects',
      function () {
        this.redirect('https://login.acme.example/');
      },
    ],
    [
      'calls error',
      function () {
        this.error(new Error('away'));
      },
    ],
    [
      'throws',
      () => {
        throw new Error('away');
      },
    ],
    [
      'takes errors for failures',
      function () {
        this.fail(new Error('away'), 500);
      },
    ],
    [
      'fails with its own error',
      function () {
        this.fail('away', 503);
      },
    ],
  ])('throws when it %s', async (_name, answer) => {
    await expect(answering(answer)).rejects.toMatchObject({ code: 'passport/strategy-failed' });
  });

  it('throws when it says nothing in time', async () => {
    await expect(answering(() => undefined, { timeoutMs: 100 })).rejects.toThrow('said nothing within 100');
  });
});
