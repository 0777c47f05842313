/**
 * Which app serves a path: the longest mounted prefix, found in a few look-ups however many there are.
 */

import { AuthError, joinRules, type PathRules, type RuleFinder } from '@doorward/core';
import type { MountedApp } from './mountable-app.ts';

export interface PlannedMount {
  /** `''` at the root, else `/x` or `/x/y`. */
  readonly prefix: string;
  readonly app: MountedApp;
  /** What the app demands and leaves open, by itself. */
  readonly own: PathRules;
}

export interface Mount extends PlannedMount {
  /** The same, joined with what holds for every path. */
  readonly rules: PathRules;
}

export interface MountTable extends RuleFinder {
  /** The mount that serves a path below the site; the path is taken as sent. */
  mountOf(path: string): Mount | null;
  readonly mounts: readonly Mount[];
}

/** `common` are the rules that hold for every path, mounted or not. @throws AuthError `node/mount-invalid`. */
export function createMountTable(mounts: readonly PlannedMount[], common: PathRules): MountTable {
  const byPrefix = new Map<string, Mount>();
  let depth = 0;
  for (const mount of mounts) {
    assertPrefix(mount.prefix);
    if (byPrefix.has(mount.prefix))
      throw new AuthError(
        'node/mount-invalid',
        `Two apps are mounted at "${mount.prefix || '/'}". Give each its own prefix.`,
      );
    byPrefix.set(mount.prefix, { ...mount, rules: joinRules(common, mount.own) });
    depth = Math.max(depth, segmentsIn(mount.prefix));
  }
  const root = byPrefix.get('') ?? null;

  function mountOf(path: string): Mount | null {
    let found = root;
    let end = 0;
    for (let segment = 0; segment < depth; segment += 1) {
      const next = path.indexOf('/', end + 1);
      end = next === -1 ? path.length : next;
      found = byPrefix.get(path.slice(0, end)) ?? found;
      if (next === -1) break;
    }
    return found;
  }

  return { mounts: [...byPrefix.values()], mountOf, find: (path) => mountOf(path)?.rules ?? common };
}

function segmentsIn(prefix: string): number {
  return prefix.split('/').length - 1;
}

/** Segments of unreserved characters (RFC 3986 §2.3), so that a prefix has one spelling. */
const PREFIX = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*$/;

function assertPrefix(prefix: string): void {
  if (PREFIX.test(prefix)) return;
  throw new AuthError(
    'node/mount-invalid',
    `"${prefix}" is not a prefix to mount at. Write "/" or segments of letters, digits, "-", "_", "~" and ".", such as "/dashboard".`,
  );
}
