/**
 * Options that are right each by itself, and make no sense together.
 */

import { METHODS } from './method-names.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { arePathsApart, NOT_APART, pathsOfProvider } from './path-schema.ts';

type AccountsSettings = Exclude<ResolvedOptions['accounts'], false>;

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
  if (people?.passwords === false) {
    const option = needingPasswords(people, options);
    if (option !== undefined) {
      return { option, text: 'has no effect with accounts.passwords: false. Remove one of them.' };
    }
    if (sourcesOf(options).length === 0) {
      return {
        option: 'accounts.passwords',
        text: 'is false, so nobody could sign in. Give a provider or a directory.',
      };
    }
  }
  const ofProvisioning = people === null ? null : contradictionOfProvisioning(options, people);
  if (ofProvisioning !== null) return ofProvisioning;
  if (people?.autoLogin !== undefined && options.auth !== 'off') {
    return { option: 'accounts.autoLogin', text: 'signs everybody in, so it needs auth: "off". Remove it, or say so.' };
  }
  if (people?.owner !== undefined && people.owner.password === undefined) {
    return {
      option: 'accounts.owner.password',
      text: 'is missing. Give one, or remove owner and use the set-up link.',
    };
  }
  const wrongStore = contradictionOfStores(options);
  if (wrongStore !== null) return wrongStore;
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
  const elsewhere = contradictionOfSources(options) ?? contradictionElsewhere(options);
  if (elsewhere !== null) return elsewhere;
  if (people?.roles !== undefined && isRoleSet) {
    return { option: 'accounts.roles', text: 'cannot be used together with roles. Keep one of them.' };
  }
  if (options.session.idleSeconds > options.session.absoluteSeconds) {
    return { option: 'session.idleSeconds', text: 'is longer than session.absoluteSeconds. Make it shorter.' };
  }
  return null;
}

/** A mapping names no roles that accounts have, so each sign-in would take away those that they were given here. */
function contradictionOfProvisioning(
  options: ResolvedOptions,
  { provisioning }: AccountsSettings,
): Contradiction | null {
  if (provisioning === 'off') return null;
  const option = 'accounts.provisioning';
  if (sourcesOf(options).length === 0) {
    return { option, text: 'has no effect without a provider or a directory. Give one, or remove it.' };
  }
  if (provisioning === 'once' || typeof options.roles !== 'object' || !('roleMapping' in options.roles)) return null;
  const text = '"each-time" would leave accounts no roles, since roles.roleMapping names none of theirs. Use "once".';
  return { option, text };
}

function contradictionOfStores({
  databaseUrl,
  redisUrl,
  redis,
  store,
  dataFolder,
  secret,
}: ResolvedOptions): Contradiction | null {
  if (redis !== undefined && redisUrl === undefined) {
    return { option: 'redis', text: 'has no effect without redisUrl. Set that, or remove redis.' };
  }
  if (redisUrl !== undefined && store !== undefined) {
    return { option: 'store', text: 'cannot be used together with redisUrl. Keep one of them.' };
  }
  const shared = databaseUrl === undefined ? (redisUrl === undefined ? null : 'redisUrl') : 'databaseUrl';
  if (shared !== null && dataFolder === undefined && secret === undefined) {
    return { option: 'secret', text: `is needed with ${shared}: every instance needs the same. Set it.` };
  }
  return null;
}

function needingPasswords(people: AccountsSettings, options: ResolvedOptions): string | undefined {
  if (people.owner !== undefined) return 'accounts.owner';
  if (people.signUp !== 'off') return 'accounts.signUp';
  const { ldap, directories, verifiers, staticTokens } = options;
  const hasOthers = [ldap, directories, verifiers].flat().length > 0 || staticTokens !== undefined;
  return people.basic && !hasOthers ? 'accounts.basic' : undefined;
}

/** Where else people are known, by whichever option it came. */
function sourcesOf({ oidc, providers, ldap, directories }: ResolvedOptions): readonly { option: string; id: string }[] {
  return [
    ...oidc.map(({ id = 'oidc' }) => ({ option: 'oidc', id })),
    ...providers.map(({ id }) => ({ option: 'providers', id })),
    ...ldap.map(({ id = 'ldap' }) => ({ option: 'ldap', id })),
    ...directories.map(({ id }) => ({ option: 'directories', id })),
  ];
}

function contradictionOfSources(options: ResolvedOptions): Contradiction | null {
  const seen = new Set<string>();
  for (const { option, id } of sourcesOf(options)) {
    if (options.auth === 'off') return { option, text: 'has no effect with auth: "off". Remove one of them.' };
    if (seen.has(id)) {
      return { option, text: `two providers or directories have the id "${id}". Give each its own.` };
    }
    if (METHODS.includes(id)) {
      const names = METHODS.join(', ');
      return { option, text: `an id is what Doorward calls a way of its own to sign in. Use another than ${names}.` };
    }
    seen.add(id);
  }
  return null;
}

/** The same of providers. */
function contradictionElsewhere(options: ResolvedOptions): Contradiction | null {
  const { publicUrl, paths, session } = options;
  const placedBy = sourcesOf(options).filter(({ option }) => option === 'oidc' || option === 'providers');
  const ids = placedBy.map(({ id }) => id);
  const [first] = placedBy;
  if (first !== undefined && publicUrl === null) {
    const text = 'needs publicUrl: a provider sends the browser back to a whole address. Set it.';
    return { option: first.option, text };
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
