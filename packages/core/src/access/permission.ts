/**
 * Matches a required permission against granted ones.
 *
 *   permission = resource ":" action [ ":" id ]
 *
 * Resource and action of a grant may be `*`; a grant without id covers every id, one with an id covers
 * that id alone (`*` is an id like any other), and not the requirement without one; `*` alone covers
 * everything.
 */

/** Answers in a few look-ups, whatever the number of grants. */
export type PermissionCheck = (required: string) => boolean;

const checks = new WeakMap<readonly string[], PermissionCheck>();

/** The check of a list of grants; made once for each (frozen) list. */
export function permissionCheck(granted: readonly string[]): PermissionCheck {
  let check = checks.get(granted);
  if (check === undefined) {
    check = compile(granted);
    checks.set(granted, check);
  }
  return check;
}

function compile(granted: readonly string[]): PermissionCheck {
  const grants = new Set(granted);
  if (grants.has('*') || grants.has('*:*')) return (required) => required !== '';
  return (required) => {
    if (grants.has(required)) return true;
    const first = required.indexOf(':');
    if (first <= 0) return false;
    const second = required.indexOf(':', first + 1);
    const resource = required.slice(0, first);
    const action = second === -1 ? required.slice(first + 1) : required.slice(first + 1, second);
    if (action === '') return false;
    if (grants.has(`${resource}:*`) || grants.has(`*:${action}`)) return true;
    if (second === -1) return false;
    const id = required.slice(second + 1);
    return (
      grants.has(`${resource}:${action}`) ||
      grants.has(`${resource}:*:${id}`) ||
      grants.has(`*:${action}:${id}`) ||
      grants.has(`*:*:${id}`)
    );
  };
}
