import { describe, expect, it } from '@jest/globals';
import { type GivenSignIn, givenSignIn } from './fixture/given-sign-in.ts';

type Query = readonly [string, string][];

const show = async ({ provider }: GivenSignIn, query: Query) => provider.signedOutInFrame?.(new URLSearchParams(query));

describe('a sign-out in a frame', () => {
  it('names a session, and where its page may stand (O-63)', async () => {
    const given = await givenSignIn();
    const { issuer } = given.odd;
    const query: Query = [
      ['iss', issuer],
      ['sid', 's-1'],
    ];
    expect(await show(given, query)).toEqual({ sid: 's-1', framedBy: [issuer, `${issuer}/end`] });
    const without = await givenSignIn();
    without.odd.metadata = { end_session_endpoint: undefined };
    expect(
      await show(without, [
        ['iss', without.odd.issuer],
        ['sid', 's-1'],
      ]),
    ).toMatchObject({
      framedBy: [without.odd.issuer],
    });
  });

  it('counts while the provider is away (O-63)', async () => {
    const given = await givenSignIn();
    const { issuer } = given.odd;
    await given.odd.close();
    expect(
      await show(given, [
        ['iss', issuer],
        ['sid', 's-1'],
      ]),
    ).toEqual({ sid: 's-1', framedBy: [issuer] });
  });

  it.each<[string, (issuer: string) => Query]>([
    ['without an issuer', () => [['sid', 's-1']]],
    ['without a session', (issuer) => [['iss', issuer]]],
    [
      'with a session of no name',
      (issuer) => [
        ['iss', issuer],
        ['sid', ''],
      ],
    ],
    [
      'of another issuer',
      () => [
        ['iss', 'https://other.example'],
        ['sid', 's-1'],
      ],
    ],
    [
      'of the issuer, nearly',
      (issuer) => [
        ['iss', `${issuer}/`],
        ['sid', 's-1'],
      ],
    ],
    [
      'of two issuers',
      (issuer) => [
        ['iss', issuer],
        ['iss', issuer],
        ['sid', 's-1'],
      ],
    ],
    [
      'of two sessions',
      (issuer) => [
        ['iss', issuer],
        ['sid', 's-1'],
        ['sid', 's-2'],
      ],
    ],
    [
      'with a session of 256 letters',
      (issuer) => [
        ['iss', issuer],
        ['sid', 'a'.repeat(256)],
      ],
    ],
    [
      'with a NUL in the session',
      (issuer) => [
        ['iss', issuer],
        ['sid', 's-1\u0000'],
      ],
    ],
  ])('%s ends nothing, and asks the provider nothing (O-63)', async (_what, queryOf) => {
    const given = await givenSignIn();
    expect(await show(given, queryOf(given.odd.issuer))).toBeNull();
    expect(given.odd.requests).toEqual([]);
  });
});
