import type { PresentedCredentials } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { claims, givenIssuer, givenScheme, header, issued, NOW, REQUEST } from './fixture/given-issuer.ts';
import { encoded, givenKey, signed } from './fixture/signing-key.ts';

const key = givenKey('ES256');
const fixed = { jwks: { keys: [key.jwk] } };

describe('the scheme of an issuer', () => {
  it('lets in whom the issuer signed a token for, as issuer and sub, without roles unless they are mapped', async () => {
    const { jwksUri } = await givenIssuer(key);
    const outcome = await givenScheme({ jwksUri }).ask(
      issued(key, { name: 'Ada', email: 'ada@example.com', roles: ['admin'], scope: 'files:read' }),
    );
    expect(outcome).toMatchObject({
      kind: 'authenticated',
      startsSession: false,
      principal: {
        subject: 'https://login.example.com/|user-1',
        name: 'Ada',
        roles: [],
        permissions: [],
        method: 'jwt',
      },
    });
  });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'knows signatures by %s',
    async (alg) => {
      const each = givenKey(alg);
      const { ask } = givenScheme({ jwks: { keys: [each.jwk] } });
      expect(await ask(issued(each))).toMatchObject({ kind: 'authenticated' });
    },
  );

  it('tells people of two issuers and people of one e-mail address apart (V18)', async () => {
    const mail = { email: 'ada@example.com', email_verified: true };
    const other = 'https://other.example.com/';
    const subjects = await Promise.all([
      givenScheme(fixed).ask(issued(key, mail)),
      givenScheme(fixed).ask(issued(key, { ...mail, sub: 'user-2' })),
      givenScheme({ ...fixed, issuer: other }).ask(issued(key, { ...mail, iss: other })),
    ]);
    expect(new Set(subjects.map((outcome) => outcome.kind === 'authenticated' && outcome.principal.subject))).toEqual(
      new Set([
        'https://login.example.com/|user-1',
        'https://login.example.com/|user-2',
        'https://other.example.com/|user-1',
      ]),
    );
  });

  it.each<[object, string]>([
    [{ name: ' Ada ', preferred_username: 'ada', email: 'a@example.com' }, 'Ada'],
    [{ name: '', preferred_username: 'ada', email: 'a@example.com' }, 'ada'],
    [{ name: 7, email: 'a@example.com' }, 'a@example.com'],
    [{}, 'user-1'],
    [{ name: 'x'.repeat(4000) }, 'x'.repeat(256)],
  ])('shows a name that the token has, and never one without end: %#', async (changes, name) => {
    const outcome = await givenScheme(fixed).ask(issued(key, { ...changes }));
    expect(outcome).toMatchObject({ principal: { name } });
  });

  it('takes the name from the claim that is configured', async () => {
    const { ask } = givenScheme({ ...fixed, nameClaim: 'profile.nick' });
    expect(await ask(issued(key, { name: 'Ada', profile: { nick: 'ada99' } }))).toMatchObject({
      principal: { name: 'ada99' },
    });
  });

  it('reads the Authorization header alone, as Bearer', async () => {
    const { scheme } = givenScheme(fixed);
    const token = issued(key);
    expect(scheme.places).toEqual({ authorization: ['bearer'] });
    expect(await scheme.authenticate({ query: token }, REQUEST)).toEqual({ kind: 'none' });
    expect(await scheme.authenticate({ basic: { name: '', password: token } }, REQUEST)).toEqual({ kind: 'none' });
    expect(await scheme.authenticate({}, REQUEST)).toEqual({ kind: 'none' });
  });

  it('has no opinion on what is no compact JWT, so that other schemes are asked', async () => {
    const [head, body, tail] = issued(key).split('.');
    const others = [
      'sup3rs3cr3t-token',
      'key_abc.def.ghi',
      'a.b.c',
      '',
      '..',
      `${head}.${body}`,
      `${head}.${body}.${tail}.${tail}`,
      `${encoded('[]')}.${body}.${tail}`,
      `${encoded('"alg"')}.${body}.${tail}`,
      `${encoded('null')}.${body}.${tail}`,
      `${encoded({ typ: 'JWT' })}.${body}.${tail}`,
      JSON.stringify({ protected: head, payload: body, signature: tail }),
      `${head}=.${body}.${tail}`,
      `${head}.${body}.${tail} `,
      `${head}.${body}.${'A'.repeat(17_000)}`,
    ];
    const { scheme } = givenScheme(fixed);
    for (const bearer of others)
      expect([bearer, scheme.authenticate({ bearer }, REQUEST)]).toEqual([bearer, { kind: 'none' }]);
  });

  it('calls a token that comes beside another credential a conflict, the same token twice as well (RFC 6750 §2)', async () => {
    const { scheme, ask } = givenScheme(fixed);
    const token = issued(key);
    await ask(token);
    for (const beside of [{ query: 'x' }, { query: token }, { basic: { name: 'a', password: 'b' } }]) {
      const credentials: PresentedCredentials = { bearer: token, ...beside };
      expect(scheme.recall?.(credentials, REQUEST)).toBeNull();
      expect(await scheme.authenticate(credentials, REQUEST)).toEqual({
        kind: 'rejected',
        reason: 'conflicting',
        presented: '',
      });
    }
  });

  it('rejects a token that an unknown key signed as invalid, and says what was presented to be counted', async () => {
    const token = issued(givenKey('ES256'));
    expect(await givenScheme(fixed).ask(token)).toEqual({ kind: 'rejected', reason: 'invalid', presented: token });
  });
});

describe('a token that is over', () => {
  it('is expired when the issuer signed it, which is no guess, and invalid when somebody else did', async () => {
    const over = { iat: NOW - 7200, exp: NOW - 3600 };
    expect(await givenScheme(fixed).ask(issued(key, over))).toMatchObject({ kind: 'rejected', reason: 'expired' });
    for (const changes of [{ aud: 'other' }, { iss: 'https://evil.example/' }]) {
      expect(await givenScheme(fixed).ask(issued(key, { ...over, ...changes }))).toMatchObject({ reason: 'invalid' });
    }
    expect(await givenScheme(fixed).ask(issued(givenKey('ES256'), over))).toMatchObject({ reason: 'invalid' });
  });

  it('is let in for as long as clocks may differ, and not remembered then', async () => {
    const { ask, scheme, advance } = givenScheme(fixed);
    const token = issued(key, { exp: NOW + 10 });
    advance(39);
    expect(await ask(token)).toMatchObject({ kind: 'authenticated' });
    expect(scheme.recall?.({ bearer: token }, REQUEST)).toBeNull();
    advance(1);
    expect(await ask(token)).toMatchObject({ kind: 'rejected', reason: 'expired' });
  });

  it('ends what it let in', async () => {
    const { ask, advance } = givenScheme(fixed);
    const outcome = await ask(issued(key, { exp: NOW + 10 }));
    const holds = () => outcome.kind === 'authenticated' && outcome.standing?.holds();
    advance(9);
    expect(holds()).toBe(true);
    advance(1);
    expect(holds()).toBe(false);
  });
});

describe('a token that was verified', () => {
  it('is remembered as the same frozen object, without asking anybody', async () => {
    const { ask, scheme } = givenScheme(fixed);
    const token = issued(key);
    expect(scheme.recall?.({ bearer: token }, REQUEST)).toBeNull();
    const outcomes = await Promise.all([ask(token), ask(token)]);
    const known = scheme.recall?.({ bearer: token }, REQUEST);
    expect(known).toMatchObject({ kind: 'authenticated' });
    expect(outcomes[0]).toBe(known);
    expect(outcomes[1]).toBe(known);
    expect(scheme.authenticate({ bearer: token }, REQUEST)).toBe(known);
    expect(Object.isFrozen(known) && Object.isFrozen(known?.principal)).toBe(true);
  });

  it('is remembered as a whole: the same claims with another signature are another token', async () => {
    const { ask, scheme } = givenScheme(fixed);
    const token = issued(key);
    await ask(token);
    const [head, body] = token.split('.');
    for (const other of [`${head}.${body}.`, `${head}.${body}.${'A'.repeat(86)}`, `${head}.${body}`]) {
      expect(scheme.recall?.({ bearer: other }, REQUEST)).toBeNull();
      expect(await ask(other)).not.toMatchObject({ kind: 'authenticated' });
    }
  });

  it('is forgotten when it is over, and after ten minutes, so that a withdrawn key is noticed', async () => {
    const { ask, scheme, advance } = givenScheme(fixed);
    const [short, long] = [issued(key, { exp: NOW + 60 }), issued(key)];
    await Promise.all([ask(short), ask(long)]);
    advance(59);
    expect(scheme.recall?.({ bearer: short }, REQUEST)).not.toBeNull();
    advance(1);
    expect(scheme.recall?.({ bearer: short }, REQUEST)).toBeNull();
    advance(539);
    expect(scheme.recall?.({ bearer: long }, REQUEST)).not.toBeNull();
    advance(1);
    expect(scheme.recall?.({ bearer: long }, REQUEST)).toBeNull();
    expect(await ask(long)).toMatchObject({ kind: 'authenticated' });
  });

  it('is let in a thousand times (T8)', async () => {
    const { ask } = givenScheme(fixed);
    const token = issued(key);
    for (let time = 0; time < 1000; time += 1) expect(await ask(token)).toMatchObject({ kind: 'authenticated' });
  });

  it('makes way for newer ones: ten thousand are remembered', async () => {
    const { ask, scheme } = givenScheme(fixed);
    const tokens = Array.from({ length: 10_001 }, (_, index) =>
      signed(header(key), claims({ jti: String(index) }), key),
    );
    for (const token of tokens) await ask(token);
    const isKnown = (token: string | undefined) => scheme.recall?.({ bearer: token ?? '' }, REQUEST) !== null;
    expect([tokens[0], tokens[1], tokens.at(-1)].map(isKnown)).toEqual([false, true, true]);
  });
});

describe('secrets', () => {
  it('stand in no error and no log: neither the token nor a part of it', async () => {
    const issuer = await givenIssuer(key);
    issuer.answer((_request, response) => response.writeHead(500).end());
    const token = issued(key);
    const error: unknown = await givenScheme({ jwksUri: issuer.jwksUri })
      .ask(token)
      .catch((thrown: unknown) => thrown);
    const told = [error, (error as Error).cause].map((each) => `${String(each)} ${(each as Error).stack}`).join();
    expect(told).toContain('jwt/keys-unavailable');
    for (const part of token.split('.')) expect(told).not.toContain(part);
  });
});
