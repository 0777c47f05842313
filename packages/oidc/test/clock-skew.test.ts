import { describe, expect, it } from '@jest/globals';
import { errorOf, type GivenSignIn, givenSignIn } from './fixture/given-sign-in.ts';

/** The provider's clock is so many seconds ahead of this server's. */
async function givenSkew(seconds: number, lifetimeSeconds = 3600): Promise<GivenSignIn> {
  const given = await givenSignIn();
  const time = Math.floor(Date.now() / 1000) + seconds;
  given.odd.claims = { iat: time, nbf: time, exp: time + lifetimeSeconds };
  return given;
}

describe('a provider whose clock', () => {
  it.each([30, 55, -30, -50])('is %i seconds ahead signs people in (F17, O-40)', async (seconds) => {
    const { identity } = await givenSkew(seconds);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it('is behind by almost as much as a short token lives signs people in (F17)', async () => {
    const { identity } = await givenSkew(-50, 5);
    expect(await identity()).toMatchObject({ subject: '4711' });
  });

  it.each([
    [90, /"iat" is (?:[78]\d|90) seconds ahead of this server's clock/],
    [300, /"iat" is (?:2[89]\d|300) seconds ahead of this server's clock/],
    [-90, /"iat" is (?:9\d|1[0-5]\d) seconds behind this server's clock/],
    [-300, /"iat" is 3[0-6]\d seconds behind this server's clock/],
  ])('is %i seconds ahead signs nobody in, and the error says how far (F17, O-40)', async (seconds, said) => {
    const { odd, signIn } = await givenSkew(seconds);
    odd.claims = { ...odd.claims, nbf: undefined };
    const error = await errorOf(signIn());
    expect(error).toMatchObject({ code: 'oidc/answer-refused', message: expect.stringMatching(said) });
    expect(String(error)).toContain('60 are allowed: synchronise both clocks');
  });

  it('is behind by more than its token lives signs nobody in, and the error says how far (F17)', async () => {
    const { signIn } = await givenSkew(-300, 60);
    const said = /"exp" is (?:2[4-9]\d|300) seconds behind this server's clock, and 60 are allowed/;
    expect(await errorOf(signIn())).toMatchObject({ message: expect.stringMatching(said) });
  });

  it('is ahead of when its token begins signs nobody in, and the error says how far (F17)', async () => {
    const { odd, signIn } = await givenSkew(300);
    odd.claims = { nbf: odd.claims['nbf'] };
    const said = /"nbf" is (?:2[89]\d|300) seconds ahead of this server's clock, and 60 are allowed/;
    expect(await errorOf(signIn())).toMatchObject({ message: expect.stringMatching(said) });
  });

  it('shows no time at all signs nobody in (F17)', async () => {
    const { odd, signIn } = await givenSignIn();
    for (const iat of [0, -1e300, 1e300, Date.now()]) {
      odd.claims = { iat };
      expect(await errorOf(signIn())).toMatchObject({ code: 'oidc/answer-refused' });
    }
  });
});
