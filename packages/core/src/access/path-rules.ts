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

/** The rules of an app mounted at `prefix`: its own public paths beside those of the guard around it. */
export function createMountRules(outer: PathRules, prefix: string, options: PathRulesOptions): PathRules {
  const inner = createPathRules(options);
  return Object.freeze({
    isPublic: (method: string, path: string) => outer.isPublic(method, path) || inner.isPublic(method, path.slice(prefix.length)),
    policy: joinPolicies(outer.policy, inner.policy),
    ignoresAuthorization: inner.ignoresAuthorization || outer.ignoresAuthorization,
  });
}

function joinPolicies(outer: Policy | null, inner: Policy | null): Policy | null {
  if (outer === null || inner === null) return outer ?? inner;
  return { all: [outer, inner] };
}
