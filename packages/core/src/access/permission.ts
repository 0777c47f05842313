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
  const exact = new Set(granted);
  if (exact.has('*') || exact.has('*:*')) return (required) => required !== '';
  const resources = groupByResource(granted);
  const everywhere = resources.get('*');
  return (required) => {
    if (exact.has(required)) return true;
    const first = required.indexOf(':');
    if (first <= 0) return false;
    const second = required.indexOf(':', first + 1);
    const action = second === -1 ? required.slice(first + 1) : required.slice(first + 1, second);
    if (action === '') return false;
    const id = second === -1 ? null : required.slice(second + 1);
    const here = resources.get(required.slice(0, first));
    return (
      (here !== undefined && allows(here, action, id)) || (everywhere !== undefined && allows(everywhere, action, id))
    );
  };
}

/** Of one resource: by action, the ids that it is allowed for; `null` for every id. */
type Actions = ReadonlyMap<string, ReadonlySet<string> | null>;

function allows(actions: Actions, action: string, id: string | null): boolean {
  return allowsId(actions.get(action), id) || allowsId(actions.get('*'), id);
}

function allowsId(ids: ReadonlySet<string> | null | undefined, id: string | null): boolean {
  return ids === null || (ids !== undefined && id !== null && ids.has(id));
}

function groupByResource(granted: readonly string[]): ReadonlyMap<string, Actions> {
  const resources = new Map<string, Map<string, Set<string> | null>>();
  for (const grant of granted) {
    const [resource = '', action = '', ...rest] = grant.split(':');
    if (resource === '' || action === '') continue;
    const actions = resources.get(resource) ?? new Map<string, Set<string> | null>();
    resources.set(resource, actions);
    const ids = actions.get(action);
    if (rest.length === 0) actions.set(action, null);
    else if (ids !== null) actions.set(action, (ids ?? new Set()).add(rest.join(':')));
  }
  return resources;
}
