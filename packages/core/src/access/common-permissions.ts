/**
 * What two lists of grants have in common: all that both of them cover, and nothing else. So a key never does
 * more than its owner may at that moment, whatever it was given.
 */

const known = new WeakMap<readonly string[], WeakMap<readonly string[], readonly string[]>>();

/** The grants that stand for both lists; made once for each pair of (frozen) lists. */
export function commonPermissions(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b) return a;
  const ofA = known.get(a) ?? new WeakMap<readonly string[], readonly string[]>();
  known.set(a, ofA);
  let common = ofA.get(b);
  if (common === undefined) {
    common = Object.freeze([...new Set(a.flatMap((one) => b.flatMap((other) => meet(one, other) ?? [])))]);
    ofA.set(b, common);
  }
  return common;
}

/** The grant that covers what both cover; `null` when there is nothing. */
function meet(a: string, b: string): string | null {
  if (a === b) return a;
  // Nothing covers the empty text but itself.
  if (a === '' || b === '') return null;
  // `*` carries the rights over users too, so it stands where both have it, and nowhere else.
  if (a === '*') return b;
  if (b === '*' || isEverything(b)) return a;
  if (isEverything(a)) return b;
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === null || right === null) return null;
  const resource = meetPart(left.resource, right.resource);
  const action = meetPart(left.action, right.action);
  const id = left.id === null || right.id === null ? (left.id ?? right.id) : left.id === right.id ? left.id : NONE;
  if (resource === null || action === null || id === NONE) return null;
  return id === null ? `${resource}:${action}` : `${resource}:${action}:${id}`;
}

const NONE = Symbol('none');

/** As {@link permissionCheck} reads them: `*` alone and `*:*` cover whatever there is. */
const isEverything = (grant: string): boolean => grant === '*' || grant === '*:*';

function meetPart(a: string, b: string): string | null {
  if (a === '*') return b;
  return b === '*' || a === b ? a : null;
}

/** `null` for a grant that covers nothing but its own text. */
function partsOf(
  grant: string,
): { readonly resource: string; readonly action: string; readonly id: string | null } | null {
  const first = grant.indexOf(':');
  if (first <= 0) return null;
  const second = grant.indexOf(':', first + 1);
  const action = second === -1 ? grant.slice(first + 1) : grant.slice(first + 1, second);
  if (action === '') return null;
  return { resource: grant.slice(0, first), action, id: second === -1 ? null : grant.slice(second + 1) };
}
