import { describe, expect, it } from '@jest/globals';
import { createGitHubProvider, createOAuthProvider, type GitHubOptions, type OAuthOptions } from '../../src/index.ts';
import { gitHubOptions } from '../../src/oauth/github.ts';
import { givenOAuth } from '../fixture/given-oauth.ts';

const good = {
  name: 'Acme',
  authorizationUrl: 'https://acme.example/authorize',
  tokenUrl: 'https://acme.example/token',
  userUrl: 'https://api.acme.example/me?fields=id,name',
  clientId: 'studio',
};
const github = { clientId: 'Iv1.0', clientSecret: 'secret' };

const wrong = (option: string) => expect.objectContaining({ code: 'oidc/options-invalid', option });

describe('options', () => {
  it.each<[string, object]>([
    ['oauth.id', { id: 'A' }],
    ['oauth.name', { name: '' }],
    ['oauth.icon', { icon: 7 }],
    ['oauth.authorizationUrl', { authorizationUrl: undefined }],
    ['oauth.authorizationUrl', { authorizationUrl: 'http://acme.example/authorize' }],
    ['oauth.authorizationUrl', { authorizationUrl: 'javascript:alert(1)' }],
    ['oauth.tokenUrl', { tokenUrl: '/token' }],
    ['oauth.tokenUrl', { tokenUrl: 'https://acme.example/token#a' }],
    ['oauth.tokenUrl', { tokenUrl: 'http://acme.example/token', allowHttp: true }],
    ['oauth.userUrl', { userUrl: 'https://user:pass@acme.example/me' }],
    ['oauth.userUrl', { userUrl: undefined }],
    ['oauth.issuer', { issuer: 'acme' }],
    ['oauth.clientId', { clientId: '' }],
    ['oauth.clientAuth', { clientAuth: 'client_secret_post' }],
    ['oauth.clientSecret', { clientSecret: '' }],
    ['oauth.scopes', { scopes: ['read'] }],
    ['oauth.scopes', { scopes: 'openid profile' }],
    ['oauth.roles.mapping', { roles: { mapping: { a: [] } } }],
    ['oauth.roles.map', { roles: { map: {} } }],
    ['oauth.subjectClaim', { subjectClaim: '' }],
    ['oauth.subjectClaim', { subjectClaim: 'email' }],
    ['oauth.subjectClaim', { subjectClaim: 'login' }],
    ['oauth.subjectClaim', { subjectClaim: 'user.mail', emailClaim: 'user.mail' }],
    ['oauth.nameClaim', { nameClaim: 7 }],
    ['oauth.timeoutMs', { timeoutMs: 1 }],
    ['oauth.allowHttp', { allowHttp: 1 }],
    ['oauth.now', { now: 1 }],
    ['oauth.discoveryUrl', { discoveryUrl: 'https://acme.example' }],
  ])('%s that is wrong stops the start, with its name and the remedy: %j', (option, options) => {
    const start = () => createOAuthProvider({ ...good, ...options } as OAuthOptions);
    expect(start).toThrow(wrong(option));
    expect(start).toThrow(new RegExp(`^${option.replaceAll('.', '\\.')}: .+\\w.+\\[oidc/`));
  });

  it('that are right start, and nothing is asked of the provider', () => {
    const button = { id: 'acme', name: 'Acme', icon: '/acme.svg', description: 'With the account of the company' };
    expect(createOAuthProvider({ ...good, ...button })).toMatchObject(button);
    expect(createOAuthProvider(good)).toMatchObject({ id: 'oauth' });
  });
});

describe('GitHub', () => {
  it('is where it is', () => {
    expect(createGitHubProvider(github)).toMatchObject({ id: 'github', name: 'GitHub' });
    expect(gitHubOptions(github)).toEqual({
      id: 'github',
      name: 'GitHub',
      clientId: 'Iv1.0',
      clientSecret: 'secret',
      clientAuth: 'client_secret_post',
      scopes: 'read:user',
      authorizationUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      userUrl: 'https://api.github.com/user',
    });
  });

  it('is elsewhere where it is one of the company', () => {
    expect(gitHubOptions({ ...github, host: 'git.acme.example:8443', name: 'Acme' })).toMatchObject({
      name: 'Acme',
      authorizationUrl: 'https://git.acme.example:8443/login/oauth/authorize',
      tokenUrl: 'https://git.acme.example:8443/login/oauth/access_token',
      userUrl: 'https://git.acme.example:8443/api/v3/user',
    });
  });

  it('names people by their number: whoever takes over a login name is somebody else', async () => {
    const { authorizationUrl: _a, tokenUrl: _t, userUrl: _u, ...options } = gitHubOptions(github);
    const given = await givenOAuth({ ...options, clientId: 'doorward client' });
    given.person = {
      id: 583231,
      login: 'octocat',
      name: null,
      email: null,
      avatar_url: 'https://a.example/1',
      site_admin: true,
    };
    given.odd.tokens = {
      id_token: undefined,
      refresh_token: undefined,
      expires_in: undefined,
      token_type: 'bearer',
      scope: '',
    };
    expect(await given.identity()).toEqual({
      subject: '583231',
      username: 'octocat',
      name: 'octocat',
      avatarUrl: 'https://a.example/1',
      roles: [],
    });
  });

  it.each<[string, object]>([
    ['github.clientId', { clientId: undefined }],
    ['github.clientSecret', { clientSecret: undefined }],
    ['github.host', { host: 'https://github.example.com' }],
    ['github.host', { host: 'github.example.com/evil' }],
    ['github.host', { host: 'user@github.example.com' }],
    ['github.host', { host: '' }],
    ['github.scopes', { scopes: 'openid' }],
    ['github.userUrl', { userUrl: 'https://acme.example/me' }],
  ])('with %s that is wrong does not start: %j', (option, options) => {
    expect(() => createGitHubProvider({ ...github, ...options } as GitHubOptions)).toThrow(wrong(option));
  });
});
