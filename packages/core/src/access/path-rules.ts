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
}

/** Finds the rules of a path below the guard's own prefix. The same object for all that one app serves. */
export interface RuleFinder {
  find(path: string): PathRules;
}

export interface PathRulesOptions {
  readonly public: readonly string[];
  readonly authorization: 'doorward' | 'app';
  readonly require: Policy | null;
}

/** @throws AuthError `core/options-invalid` for a public rule that is none. */
export function createPathRules(options: PathRulesOptions): PathRules {
  const open = createPublicPaths(options.public);
  return Object.freeze({
    isPublic: open.size === 0 ? () => false : open.has,
    policy: options.require,
    ignoresAuthorization: options.authorization === 'app',
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
  });
}
