import { describe, expect, it } from '@jest/globals';
import { CALLBACK_URL, errorOf, givenSignIn, STATE } from './fixture/given-sign-in.ts';

describe('beginning', () => {
  it('leads to the authorization endpoint with the code flow, PKCE and a nonce (A31, A32, O-15, O-37)', async () => {
    const { odd, provider } = await givenSignIn({ prompt: 'select_account', responseMode: 'form_post' });
    const begin = async () => new URL((await provider.begin({ state: STATE, callbackUrl: CALLBACK_URL })).url);
    const url = await begin();
    expect(`${url.origin}${url.pathname}`).toBe(`${odd.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'acme',
      client_id: 'doorward client',
      response_type: 'code',
      redirect_uri: CALLBACK_URL,
      scope: 'openid profile email',
      state: STATE,
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      response_mode: 'form_post',
    });
    const next = await begin();
    for (const name of ['nonce', 'code_challenge'])
      expect(next.searchParams.get(name)).not.toBe(url.searchParams.get(name));
  });
});

describe('coming back', () => {
  it('with a code names who it is (O-01, O-09, O-16)', async () => {
    const { identity } = await givenSignIn();
    expect(await identity()).toMatchObject({ subject: '4711', name: 'Ada', email: 'ada@acme.example', roles: [] });
  });

  it.each<[string, string, string]>([
    ['that the person said no', 'access_denied', 'access_denied'],
    ['a code that the provider made up', 'AADSTS50105.a-b', 'AADSTS50105.a-b'],
    ['a script', '<script>alert(1)</script>', 'unknown'],
    ['a novel', 'a'.repeat(65), 'unknown'],
  ])('with an error declines: %s (O-52)', async (_what, error, reason) => {
    const { odd, signIn } = await givenSignIn();
    const outcome = await signIn((parameters) => {
      parameters.delete('code');
      parameters.set('error', error);
      parameters.set('error_description', 'a description');
    });
    expect(outcome).toEqual({ kind: 'declined', reason });
    expect(odd.count('/token')).toBe(0);
  });

  it.each<[string, Record<string, unknown>, (parameters: URLSearchParams, issuer: string) => void]>([
    [
      'with the name of another provider (O-35, O-36, V45)',
      {},
      (parameters) => parameters.set('iss', 'https://other.example'),
    ],
    ['with the name of the provider, nearly (O-35)', {}, (parameters, issuer) => parameters.set('iss', `${issuer}/`)],
    [
      'without the name of the provider, which it promised (O-34, V45)',
      { authorization_response_iss_parameter_supported: true },
      () => undefined,
    ],
    [
      'with an error in the name of another provider (O-35)',
      {},
      (parameters) => {
        parameters.set('iss', 'https://other.example');
        parameters.set('error', 'access_denied');
      },
    ],
    ['without a code', {}, (parameters) => parameters.delete('code')],
    ['with two errors (O-53)', {}, (parameters) => ['a', 'b'].map((error) => parameters.append('error', error))],
    ['with two codes (O-53)', {}, (parameters) => parameters.append('code', 'other')],
    [
      'with two names of providers (O-53)',
      {},
      (parameters, issuer) => {
        parameters.append('iss', issuer);
        parameters.append('iss', issuer);
      },
    ],
    ['with another state (O-31, V44)', {}, (parameters) => parameters.set('state', 'other')],
    ['without state (O-32, V44)', {}, (parameters) => parameters.delete('state')],
    ['with an ID token in the address', {}, (parameters) => parameters.set('id_token', 'ey.ey.x')],
  ])('%s is refused before the provider is asked', async (_what, metadata, change) => {
    const { odd, signIn } = await givenSignIn();
    odd.metadata = metadata;
    const error = await errorOf(signIn((parameters) => change(parameters, odd.issuer)));
    expect(error).toMatchObject({ code: 'oidc/answer-refused' });
    expect(odd.count('/token')).toBe(0);
  });

  it.each(['query', 'form_post'] as const)('counts by the way that was asked for alone: %s (O-53)', async (mode) => {
    const { odd, signIn } = await givenSignIn({ responseMode: mode });
    const [asked, other] = [mode === 'form_post', mode === 'query'];
    expect(await errorOf(signIn(undefined, other))).toMatchObject({ code: 'oidc/answer-refused' });
    const error = signIn((parameters) => parameters.set('error', 'access_denied'), other);
    expect(await errorOf(error)).toMatchObject({ code: 'oidc/answer-refused' });
    expect(odd.count('/token')).toBe(0);
    expect(await signIn(undefined, asked)).toMatchObject({ kind: 'identified' });
  });

  it.each([false, true])('counts by either way, where none was asked for (O-53)', async (isPosted) => {
    const { signIn } = await givenSignIn();
    expect(await signIn(undefined, isPosted)).toMatchObject({ kind: 'identified' });
  });

  it('with the name of the provider, as it promised, counts (O-34)', async () => {
    const { odd, signIn } = await givenSignIn();
    odd.metadata = { authorization_response_iss_parameter_supported: true };
    const outcome = await signIn((parameters) => parameters.set('iss', odd.issuer));
    expect(outcome).toMatchObject({ kind: 'identified' });
  });
});

describe('who it is', () => {
  const mapping = { admins: 'owner', staff: ['member', 'viewer'], ['__proto__']: 'ghost' };

  it('is called by the first claim that says so, else by nothing', async () => {
    const { odd, identity } = await givenSignIn();
    odd.userinfo = { name: ' ', preferred_username: ' ada ' };
    expect((await identity()).name).toBe('ada');
    odd.userinfo = { name: 7, email: 'a'.repeat(1_000) };
    expect(await identity()).toMatchObject({ name: 'a'.repeat(256), email: 'a'.repeat(256) });
    odd.userinfo = { name: undefined, email: undefined };
    expect(Object.keys(await identity())).toEqual(['subject', 'roles', 'grant']);
    const named = await givenSignIn({ nameClaim: 'profile.nick' });
    named.odd.userinfo = { profile: { nick: 'Countess' } };
    expect((await named.identity()).name).toBe('Countess');
  });

  it('has the username that it has there, for an account that is made, and none by its address', async () => {
    const { odd, identity } = await givenSignIn();
    expect(await identity()).not.toHaveProperty('username');
    odd.claims = { preferred_username: ' ada ' };
    expect((await identity()).username).toBe('ada');
    odd.claims = { preferred_username: 7 };
    expect(await identity()).not.toHaveProperty('username');
  });

  it('has the roles that values of the claim are mapped to, and none by itself (O-51)', async () => {
    const without = await givenSignIn();
    without.odd.claims = { roles: ['admins', 'owner'] };
    expect((await without.identity()).roles).toEqual([]);
    const { odd, identity } = await givenSignIn({ roles: { claim: 'realm_access.roles', mapping } });
    odd.claims = { realm_access: { roles: ['staff', 'owner', 'Admins', 7] } };
    expect((await identity()).roles).toEqual(['member', 'viewer']);
    odd.claims = { 'realm_access.roles': 'admins' };
    expect((await identity()).roles).toEqual(['owner']);
  });

  it.each<[string, unknown]>([
    ['an object', { admins: true }],
    ['a list of lists', [['admins']]],
    ['null', null],
    ['words with spaces between', 'admins staff'],
    ['a hundred thousand others', Array.from({ length: 100_000 }, (_, index) => `g${index}`)],
    ['a word of every object', ['constructor', 'toString']],
  ])('has no roles where the claim is %s (O-51)', async (_what, roles) => {
    const { odd, identity } = await givenSignIn({ roles: { mapping } });
    odd.userinfo = { roles };
    expect((await identity()).roles).toEqual([]);
  });

  it('is not fetched from where a claim says (O-22)', async () => {
    const { odd, identity } = await givenSignIn({ roles: { claim: 'groups', mapping } });
    const sources = { src1: { endpoint: `${odd.issuer}/groups`, access_token: 'x' }, src2: { JWT: 'ey.ey.x' } };
    odd.claims = { _claim_names: { groups: 'src1', name: 'src2' }, _claim_sources: sources };
    expect(await identity()).toMatchObject({ name: 'Ada', roles: [] });
    expect(odd.count('/groups')).toBe(0);
  });

  it.each([
    [{ groups: 'src1' }, true],
    [{ roles: 'src1' }, false],
    ['groups', false],
    [null, false],
  ])('is said in the log to have no roles, where they stand somewhere else: %j (O-51)', async (names, isSaid) => {
    const { odd, signIn } = await givenSignIn({ roles: { claim: 'groups', mapping } });
    odd.claims = { _claim_names: names };
    const outcome = await signIn();
    expect(outcome).toMatchObject({ kind: 'identified', identity: { roles: [] } });
    expect('warning' in outcome && outcome.warning).toEqual(isSaid && expect.stringContaining('the claim "groups"'));
    odd.claims = { _claim_names: names, groups: ['staff'] };
    expect(await signIn()).not.toHaveProperty('warning');
  });

  it('may have it all in the ID token', async () => {
    const { odd, identity } = await givenSignIn({ roles: { mapping } });
    odd.claims = { name: 'Ada', email: 'ada@acme.example', roles: 'admins' };
    expect((await identity()).roles).toEqual(['owner']);
    expect(odd.count('/userinfo')).toBe(0);
  });
});
