/**
 * What holds for a part of the address space: a guard's own rules, or those of an app mounted below it.
 */

import type { Policy } from './policy.ts';
import { createPublicPaths } from './public-paths.ts';

export interface PathRules {
  /** Judges one reading of a path, given below the guard's own prefix. */
  isPublic(method: string, path: string): boolean;
  /** What it demands beyond being signed in; `null` for nothing. */
  readonly policy: Policy | null;
  /** True when `Authorization` belongs to the app and is passed on unread. */
  readonly ignoresAuthorization: boolean;
  /** Judges one reading of a path: is an API key demanded beside the sign-in? `null`: nowhere. */
  readonly demandsKey: ((path: string) => boolean) | null;
}

/** Finds the rules of a path below the guard's own prefix. The same object for all that one app serves. */
export interface RuleFinder {
  find(path: string): PathRules;
}

export interface PathRulesOptions {
  readonly public: readonly string[];
  readonly authorization: 'doorward' | 'app';
  readonly require: Policy | null;
  /** Prefixes that end at a segment, such as `/api/`. Default none. */
  readonly keyPaths?: readonly string[];
}

/** @throws AuthError `core/options-invalid` for a public rule that is none. */
export function createPathRules(options: PathRulesOptions): PathRules {
  const open = createPublicPaths(options.public);
  return Object.freeze({
    isPublic: open.size === 0 ? () => false : open.has,
    policy: options.require,
    ignoresAuthorization: options.authorization === 'app',
    demandsKey: belowAny(options.keyPaths ?? []),
  });
}

/** The rules that an app brings along, for paths that begin with its prefix. */
export function createMountRules(prefix: string, options: PathRulesOptions): PathRules {
  return belowPrefix(prefix, createPathRules(options));
}

/** The same rules for an app that moves below a further prefix. */
export function belowPrefix(prefix: string, rules: PathRules): PathRules {
  if (prefix === '') return rules;
  return Object.freeze({
    ...rules,
    isPublic: (method: string, path: string) => rules.isPublic(method, path.slice(prefix.length)),
    demandsKey: rules.demandsKey && ((path: string) => rules.demandsKey?.(path.slice(prefix.length)) === true),
  });
}

/** Public where either says so; both policies hold; `Authorization` is the app's where either says so. */
export function joinRules(outer: PathRules, inner: PathRules): PathRules {
  return Object.freeze({
    isPublic: (method: string, path: string) => outer.isPublic(method, path) || inner.isPublic(method, path),
    policy:
      outer.policy !== null && inner.policy !== null
        ? { all: [outer.policy, inner.policy] }
        : (outer.policy ?? inner.policy),
    ignoresAuthorization: outer.ignoresAuthorization || inner.ignoresAuthorization,
    demandsKey: eitherDemandsKey(outer, inner),
  });
}

function eitherDemandsKey({ demandsKey: a }: PathRules, { demandsKey: b }: PathRules): PathRules['demandsKey'] {
  return a !== null && b !== null ? (path) => a(path) || b(path) : (a ?? b);
}

/** Judges whether a path is one of these, or lies below. In any case: some routers do not tell `/API/` from `/api/`. */
function belowAny(paths: readonly string[]): PathRules['demandsKey'] {
  if (paths.length === 0) return null;
  const prefixes = paths.map((path) => path.replace(/\/$/, '').toLowerCase());
  return (path) => {
    const judged = path.toLowerCase();
    return prefixes.some((prefix) => judged === prefix || judged.startsWith(`${prefix}/`));
  };
}
