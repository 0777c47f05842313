import { describe, expect, it } from '@jest/globals';
import type { LoginSession, StrategyRequest } from '../src/strategy-request.ts';
import { begin, CALLBACK, providerOf, roundTrip, STATE } from './fixture/round-trip.ts';
import { AUTHORIZE, goodStrategy, strategyOf } from './fixture/strategies.ts';

/** A strategy that leads there, and takes any code afterwards. */
const leadingTo = (url: unknown) =>
  strategyOf(function ({ query: { code } }) {
    if (code === undefined) this.redirect(url);
    else this.success({ id: code });
  });

/** By a name of its own, since the linter takes it for the accessor. */
const PROTO = '__proto__';

const CODE = { code: '4711' };
const IDENTIFIED = { kind: 'identified', identity: { subject: '4711', roles: [] } };

describe('where a strategy sends the browser', () => {
  it('has the state of Doorward in it, also where the strategy put none', async () => {
    const { url } = await begin(providerOf(goodStrategy));
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe(AUTHORIZE);
    expect([searchParams.getAll('state'), searchParams.get('redirect_uri')]).toEqual([[STATE], CALLBACK]);
  });

  it('stays as it is to the letter, but for the state', async () => {
    const given = `${AUTHORIZE}?a=1+2%20%7E~&state=theirs&b=%2f&c`;
    const { url } = await begin(providerOf(leadingTo(given)));
    expect(url).toBe(`${AUTHORIZE}?a=1+2%20%7E~&b=%2f&c&state=${STATE}`);
  });

  it('is known by a state of the strategy too, which it gets back, and no page of the provider sees', async () => {
    let seen: StrategyRequest | undefined;
    const strategy = strategyOf(function (request) {
      seen = request;
      if (request.query['code'] === undefined) this.redirect(`${AUTHORIZE}?state=theirs`);
      else this.success({ id: request.query['code'] });
    });
    const provider = providerOf(strategy);
    expect((await begin(provider)).url).not.toContain('theirs');
    expect(await roundTrip(provider, CODE)).toEqual(IDENTIFIED);
    expect([seen?.query['state'], seen?.body['state'], seen?.url]).toEqual([
      'theirs',
      'theirs',
      '/auth/sso/acme/callback?code=4711&state=theirs',
    ]);
  });

  it.each<[string, unknown]>([
    ['no address', undefined],
    ['no address', ''],
    ['no address', '/login'],
    ['no address', {}],
    ['an address of javascript:', 'javascript:alert(1)'],
    ['an address of data:', 'data:text/html,x'],
    ['"state" more than once', `${AUTHORIZE}?state=a&st%61te=b`],
    ['redirect_uri is not', `${AUTHORIZE}?redirect_uri=https://evil.example/callback`],
    ['redirect_uri is not', `${AUTHORIZE}?redirect_uri=${CALLBACK}&redirect_uri=https://evil.example`],
    ['OAuth 1.0a', 'https://api.acme.example/oauth/authenticate?oauth_token=a'],
    ['SAML', 'https://idp.acme.example/sso?SAMLRequest=a'],
    ['OpenID 2.0', 'https://idp.acme.example/?openid.mode=checkid_setup'],
  ])('is refused when it is or has %s: %s', async (problem, url) => {
    const refused = expect.objectContaining({
      code: 'passport/redirect-refused',
      message: expect.stringContaining(problem),
    });
    await expect(begin(providerOf(leadingTo(url)))).rejects.toEqual(refused);
  });

  it('has what passport.authenticate was given, anew each time', async () => {
    const seen: Record<string, unknown>[] = [];
    const strategy = strategyOf(function (_request, options) {
      seen.push({ ...options });
      options['scope'] = 'everything';
      this.redirect(AUTHORIZE);
    });
    const provider = providerOf(strategy, { authenticateOptions: { scope: 'profile' } });
    for (let times = 0; times < 2; times += 1) await begin(provider);
    expect(seen).toEqual([1, 2].map(() => ({ scope: 'profile', callbackURL: CALLBACK })));
  });
});

describe('what a strategy sees of a request', () => {
  it('is what the contract gives, and nothing of the browser', async () => {
    let seen: StrategyRequest | undefined;
    const strategy = strategyOf(function (request) {
      seen = request;
      this.redirect(AUTHORIZE);
    });
    await begin(providerOf(strategy));
    const { get, ...rest } = seen as StrategyRequest;
    expect(JSON.parse(JSON.stringify(rest))).toEqual({
      method: 'GET',
      url: '/auth/sso/acme/callback',
      originalUrl: '/auth/sso/acme/callback',
      protocol: 'https',
      secure: true,
      hostname: 'own.example',
      headers: { host: 'own.example' },
      query: {},
      body: {},
      params: {},
      session: {},
      connection: { encrypted: true },
      socket: { encrypted: true },
    });
    expect([get('Host'), get('cookie')]).toEqual(['own.example', undefined]);
  });

  it('has a session for one sign-in, which no other one sees', async () => {
    const seen: (LoginSession | undefined)[] = [];
    const strategy = strategyOf(function ({ query: { code }, session }) {
      seen.push({ ...session });
      Object.assign(session ?? {}, { [`at ${seen.length}`]: { verifier: 'secret' } });
      if (code === undefined) this.redirect(AUTHORIZE);
      else this.success({ id: code });
    });
    const provider = providerOf(strategy);
    await begin(provider);
    await roundTrip(provider, CODE);
    expect(seen).toEqual([{}, {}, { 'at 2': { verifier: 'secret' } }]);
  });

  it('has no names but those that came: __proto__ in parameters or session is a name', async () => {
    const strategy = strategyOf(function ({ query, body, session = {} }) {
      if (query['code'] === undefined) {
        session[PROTO] = { isAdmin: true };
        this.redirect(AUTHORIZE);
      } else {
        const found = [query, body, session].map((each) => [each['isAdmin'], each['constructor'], each['toString']]);
        this.success({ id: JSON.stringify([found, session[PROTO]]) });
      }
    });
    const outcome = await roundTrip(providerOf(strategy), new URLSearchParams('code=1&__proto__=x'));
    const none = [null, null, null];
    const subject = JSON.stringify([[none, none, none], { isAdmin: true }]);
    expect(outcome).toMatchObject({ identity: { subject } });
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it.each([
    ['is no JSON', 1n],
    ['more in req.session', 'x'.repeat(3_000)],
  ])('may not keep what %s', async (problem, value) => {
    const strategy = strategyOf(function ({ session = {} }) {
      session['kept'] = value;
      this.redirect(AUTHORIZE);
    });
    const failed = expect.objectContaining({
      code: 'passport/strategy-failed',
      message: expect.stringContaining(problem),
    });
    await expect(begin(providerOf(strategy))).rejects.toEqual(failed);
  });
});
