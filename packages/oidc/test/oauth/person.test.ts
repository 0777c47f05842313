import { describe, expect, it } from '@jest/globals';
import { BAD_ANSWERS, REFUSED } from '../fixture/bad-answers.ts';
import { givenOAuth } from '../fixture/given-oauth.ts';
import { errorOf } from '../fixture/given-sign-in.ts';
import { ACCESS_TOKEN, json } from '../fixture/odd-provider.ts';

describe('the resource that says who it is', () => {
  it('is asked with the access token in a header, and for JSON (O-18)', async () => {
    const { odd, identity } = await givenOAuth();
    await identity();
    const { headers, body } = odd.requests.find(({ path }) => path === '/user') ?? {};
    expect([headers?.['authorization'], headers?.['accept']]).toEqual([`Bearer ${ACCESS_TOKEN}`, 'application/json']);
    expect([headers?.['user-agent'], body?.size]).toEqual([expect.stringMatching(/\w/), 0]);
  });

  const BAD_PEOPLE = BAD_ANSWERS.filter(([what]) => !what.startsWith('200') && !/token/.test(what));
  it.each(BAD_PEOPLE)('that answers %s signs nobody in (O-48)', async (_what, kind, answer) => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/user', answer);
    const error = await errorOf(signIn());
    expect(error).toMatchObject(kind);
    expect([(error as Error).message.includes('top secret'), (error as Error).cause]).toEqual([false, undefined]);
    expect(odd.count('/user')).toBe(1);
  });

  it('that answers with another status than 200 signs nobody in, whatever it says (O-48)', async () => {
    const { odd, signIn } = await givenOAuth();
    for (const status of [201, 202, 401, 403, 404]) {
      odd.answers.set('/user', json(status, { id: 4711 }));
      expect(await errorOf(signIn())).toMatchObject(REFUSED);
    }
  });

  it('that leads elsewhere is not followed: the token goes along (O-48)', async () => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/user', (_request, response) => response.writeHead(307, { location: '/thief' }).end());
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
    expect(odd.count('/thief')).toBe(0);
  });
});

describe('who it is', () => {
  it.each<[unknown, string]>([
    [4711, '4711'],
    [0, '0'],
    ['4711', '4711'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['a-b/c@d', 'a-b/c@d'],
  ])('is named by a number or a string: %j', async (id, subject) => {
    const given = await givenOAuth();
    given.person = { id };
    expect((await given.identity()).subject).toBe(subject);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty string', ''],
    ['a number that lost its last digits', 2 ** 53],
    ['a part of a number', 1.5],
    ['a truth', true],
    ['a list', ['4711']],
    ['an object', { id: '4711' }],
    ['a text with NUL', '4711\u0000'],
    ['a text with a line break', '4711\n'],
    ['a megabyte', 'x'.repeat(900_000)],
  ])('is nobody where the claim is %s (O-51)', async (_what, id) => {
    const given = await givenOAuth();
    given.person = { id };
    expect(await errorOf(given.signIn())).toMatchObject(REFUSED);
  });

  it('is nobody where the letters are not those of JSON: two people could look alike (O-51)', async () => {
    const { odd, signIn } = await givenOAuth();
    odd.answers.set('/user', (_request, response) => response.end(Buffer.from('{"id":"ad\xe9"}', 'latin1')));
    expect(await errorOf(signIn())).toMatchObject(REFUSED);
  });

  it('is never named by what may be somebody else’s tomorrow: no other claim stands in', async () => {
    const given = await givenOAuth({ subjectClaim: 'user.key' });
    expect(await errorOf(given.signIn())).toMatchObject(REFUSED);
    given.person = { user: { key: 'u-1' }, email: 'new@acme.example', login: 'countess' };
    expect((await given.identity()).subject).toBe('u-1');
  });

  it('is called by the claims of the options, as far as they are there', async () => {
    const names = { usernameClaim: 'nick', nameClaim: 'profile.full', emailClaim: 'mail', avatarClaim: 'picture' };
    const given = await givenOAuth(names);
    given.person = { nick: ' ada ', profile: { full: 'Ada' }, mail: 'a@b.example', picture: 'https://i.example/a.png' };
    expect(await given.identity()).toMatchObject({
      username: 'ada',
      name: 'Ada',
      email: 'a@b.example',
      avatarUrl: 'https://i.example/a.png',
    });
    given.person = { nick: 'ada', profile: null, mail: 7 };
    expect(await given.identity()).toMatchObject({ username: 'ada', name: 'ada' });
    given.person = {};
    const { grant: _grant, ...bare } = await given.identity();
    expect(bare).toEqual({ subject: '4711', roles: [] });
  });

  it.each([
    'http://i.example/a.png',
    'javascript:alert(1)',
    'data:image/svg+xml,x',
    '/a.png',
    7,
    `https://i/${'x'.repeat(2048)}`,
  ])('has no image that a page had better not show: %.40s (O-51)', async (image) => {
    const given = await givenOAuth();
    given.person = { avatar_url: image };
    expect(await given.identity()).not.toHaveProperty('avatarUrl');
  });

  it('has the roles that values of the claim are mapped to, and none by itself (O-51)', async () => {
    const mapping = { admins: 'owner', staff: ['member', 'viewer'] };
    const given = await givenOAuth({ roles: { claim: 'team.groups', mapping } });
    given.person = { roles: ['owner'], team: { groups: ['staff', 'owner', 7, '__proto__'] } };
    expect((await given.identity()).roles).toEqual(['member', 'viewer']);
    const without = await givenOAuth();
    without.person = { roles: ['admins', 'owner'] };
    expect((await without.identity()).roles).toEqual([]);
  });
});
