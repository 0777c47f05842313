/**
 * Options that are right each by itself, and make no sense together.
 */

import { METHODS } from './method-names.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { arePathsApart, NOT_APART, pathsOfProvider } from './path-schema.ts';

interface Contradiction {
  readonly option: string;
  readonly text: string;
}

/** What is wrong, and what to do; `null`: nothing is. */
export function contradiction(options: ResolvedOptions, isProduction: boolean): Contradiction | null {
  const given = (['token', 'tokenFile', 'tokenContent'] as const).filter((name) => options[name] !== undefined);
  const [first, second] = given;
  if (second !== undefined) return { option: second, text: `cannot be used together with ${first}. Keep one of them.` };
  if (first !== undefined && options.auth === 'off') {
    return { option: first, text: 'has no effect with auth: "off". Remove one of them.' };
  }
  const people = options.accounts === false ? null : options.accounts;
  if (people?.autoLogin !== undefined && options.auth !== 'off') {
    return { option: 'accounts.autoLogin', text: 'signs everybody in, so it needs auth: "off". Remove it, or say so.' };
  }
  if (people?.owner !== undefined && people.owner.password === undefined) {
    return {
      option: 'accounts.owner.password',
      text: 'is missing. Give one, or remove owner and use the set-up link.',
    };
  }
  if (options.databaseUrl !== undefined && options.dataFolder === undefined && options.secret === undefined) {
    return { option: 'secret', text: 'is needed with databaseUrl: every instance needs the same. Set it.' };
  }
  if (options.tokenContent !== undefined && options.secret === undefined) {
    return {
      option: 'tokenContent',
      text: 'needs a secret, else the token could be computed from the content. Set secret.',
    };
  }
  if (options.auth === 'off' && !options.openToNetwork && isProduction) {
    return {
      option: 'auth',
      text: '"off" with NODE_ENV=production serves nobody but this machine. Configure a token, or set openToNetwork.',
    };
  }
  const { tokens: pair, session } = options;
  if (pair !== false && Math.max(pair.accessSeconds, pair.refreshSeconds ?? 0) > session.absoluteSeconds) {
    const name = pair.accessSeconds > session.absoluteSeconds ? 'accessSeconds' : 'refreshSeconds';
    return { option: `tokens.${name}`, text: 'is longer than session.absoluteSeconds. Make one of them fit.' };
  }
  const { apiKeys: keys, trustProxy } = options;
  if (options.forwardAuth && (trustProxy === 0 || (Array.isArray(trustProxy) && trustProxy.length === 0))) {
    return { option: 'forwardAuth', text: 'needs trustProxy: only a proxy is believed what was asked for. Set it.' };
  }
  if (keys !== false && people === null) {
    return { option: 'apiKeys', text: 'needs accounts, where keys and their owners are kept. Switch accounts on.' };
  }
  if (options.auth === 'off' && (options.staticTokens ?? options.jwt) !== undefined) {
    const option = options.staticTokens === undefined ? 'jwt' : 'staticTokens';
    return { option, text: 'has no effect with auth: "off". Remove one of them.' };
  }
  const isRoleSet =
    options.roles !== undefined && !(typeof options.roles === 'object' && 'roleMapping' in options.roles);
  const elsewhere = contradictionElsewhere(options);
  if (elsewhere !== null) return elsewhere;
  if (people?.roles !== undefined && isRoleSet) {
    return { option: 'accounts.roles', text: 'cannot be used together with roles. Keep one of them.' };
  }
  if (options.session.idleSeconds > options.session.absoluteSeconds) {
    return { option: 'session.idleSeconds', text: 'is longer than session.absoluteSeconds. Make it shorter.' };
  }
  return null;
}

/** The same of providers, by whichever option they came. */
function contradictionElsewhere({
  oidc,
  providers,
  auth,
  publicUrl,
  paths,
  session,
}: ResolvedOptions): Contradiction | null {
  const ids = [...oidc.map(({ id = 'oidc' }) => id), ...providers.map(({ id }) => id)];
  const option = oidc.length > 0 ? 'oidc' : 'providers';
  if (ids.length > 0 && publicUrl === null) {
    return { option, text: 'needs publicUrl: a provider sends the browser back to a whole address. Set it.' };
  }
  if (ids.length > 0 && auth === 'off') {
    return { option, text: 'has no effect with auth: "off". Remove one of them.' };
  }
  if (new Set(ids).size < ids.length) return { option, text: 'two providers have one id. Give each its own.' };
  if (ids.some((id) => METHODS.includes(id))) {
    const names = METHODS.join(', ');
    return { option, text: `an id is what Doorward calls a way of its own to sign in. Use another one than ${names}.` };
  }
  const stray = Object.keys(paths.providers).find((id) => !ids.includes(id));
  if (stray !== undefined) {
    return { option: `paths.providers.${stray}`, text: 'belongs to no provider. Correct the name, or remove it.' };
  }
  const placed = Object.fromEntries(ids.map((id) => [id, pathsOfProvider(id, paths, true)]));
  if (!arePathsApart({ ...paths, providers: placed })) return { option: 'paths', text: NOT_APART };
  if (ids.length === 0 || session.sameSite === 'Lax') return null;
  return {
    option: 'session.sameSite',
    text: '"Strict" keeps the cookie out of the way back from a provider, so nobody gets in. Use "Lax".',
  };
}
