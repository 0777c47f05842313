/**
 * Permission names that a program declares once, so that a misspelt one does not compile.
 */

import { AuthError } from '../auth-error.ts';

export interface PermissionNames<Name extends string> {
  /** The name itself: only those that were declared compile. */
  (name: Name): Name;
  /** The same for one object: `agents:read` and `7` are `agents:read:7`. @throws TypeError for an empty id. */
  of(name: Name, id: string): `${Name}:${string}`;
  readonly all: readonly Name[];
}

const NAME = /^[^\s:*]+:[^\s:*]+$/;

/** @throws AuthError `core/options-invalid` for one that is not `resource:action`. */
export function permissionNames<const Name extends string>(...names: readonly Name[]): PermissionNames<Name> {
  const odd = names.find((name) => !NAME.test(name));
  if (odd !== undefined) {
    throw new AuthError('core/options-invalid', `permissionNames: "${odd}" is not resource:action. Correct it.`, {
      option: 'permissionNames',
    });
  }
  const known: ReadonlySet<string> = new Set(names);
  const assertKnown = (name: Name): void => {
    if (!known.has(name)) throw new TypeError(`"${name}" was not declared by permissionNames.`);
  };
  return Object.assign(
    (name: Name): Name => {
      assertKnown(name);
      return name;
    },
    {
      of(name: Name, id: string): `${Name}:${string}` {
        assertKnown(name);
        if (id === '') throw new TypeError(`${name}: the id is empty.`);
        return `${name}:${id}`;
      },
      all: Object.freeze([...names]),
    },
  );
}
