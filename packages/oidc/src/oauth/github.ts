/**
 * GitHub, and GitHub Enterprise Server: where it is, and what it calls things.
 * @see https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */

import type { Provider } from '@doorward/core';
import { assertKnown, assertObject, assertText, wrong } from '../option-checks.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { oauthProvider } from './oauth-provider.ts';

export interface GitHubOptions
  extends Pick<OAuthOptions, 'icon' | 'description' | 'clientId' | 'roles' | 'timeoutMs' | 'now'> {
  /** In addresses, sessions and events. Default `github`. */
  readonly id?: string;
  /** For people. Default `GitHub`. */
  readonly name?: string;
  /** GitHub takes no code without it. */
  readonly clientSecret: string;
  /** Of GitHub Enterprise Server, such as `github.example.com`. Default `github.com`. */
  readonly host?: string;
  /** With spaces between. Default `read:user`, which reads the profile and changes nothing. */
  readonly scopes?: string;
}

const NAMES: Readonly<Record<keyof GitHubOptions, true>> = {
  id: true,
  name: true,
  icon: true,
  description: true,
  clientId: true,
  clientSecret: true,
  host: true,
  scopes: true,
  roles: true,
  timeoutMs: true,
  now: true,
};

const GITHUB = 'github.com';

/**
 * A provider for the option `providers`. Whoever has an account there can sign in, and has no roles by that: give them by
 * the option `rolesOf`.
 * @throws AuthError `oidc/options-invalid`.
 */
export function createGitHubProvider(options: GitHubOptions): Provider {
  return oauthProvider(gitHubOptions(options), 'github');
}

/** The same as options of plain OAuth 2.0. */
export function gitHubOptions(given: GitHubOptions): OAuthOptions {
  assertObject(given, 'github', 'give an object with clientId and clientSecret');
  assertKnown(given, 'github', Object.keys(NAMES));
  const { host = GITHUB, ...options } = given;
  assertHost(host);
  assertText(options.clientSecret, 'github.clientSecret', 'give it: GitHub takes no code without');
  return {
    id: 'github',
    name: 'GitHub',
    scopes: 'read:user',
    ...options,
    authorizationUrl: `https://${host}/login/oauth/authorize`,
    tokenUrl: `https://${host}/login/oauth/access_token`,
    userUrl: host === GITHUB ? `https://api.${GITHUB}/user` : `https://${host}/api/v3/user`,
    clientAuth: 'client_secret_post',
  };
}

function assertHost(host: unknown): asserts host is string {
  const remedy = 'give the host of GitHub Enterprise Server alone, such as "github.example.com", or leave it out';
  assertText(host, 'github.host', remedy);
  const isAlone = URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host;
  if (!isAlone) throw wrong('github.host', `is no host in lower case; ${remedy}`);
}
