/**
 * What a role is: named permissions, and what its holders may do with other users. Roles are data.
 */

/**
 * `audit` is reading the log of events; `keys` is managing service keys, which are nobody's; `roles` is making and
 * changing roles on the admin page, and needs `whose: '*'`.
 */
export type UserAction = 'read' | 'create' | 'update' | 'delete' | 'audit' | 'keys' | 'roles';

/**
 * What the holders of a role may do with users. Never covered by a permission's wildcard: who may
 * `*:delete` in the app may delete no user by that.
 */
export interface UserRights {
  readonly may: readonly UserAction[];
  /**
   * Users who hold no other roles than these, and the roles that may be given; `'*'`: all. A role with more
   * than its holder has himself can be read and deleted that way, but neither updated nor given.
   */
  readonly whose: '*' | readonly string[];
}

export interface RoleDefinition {
  /** For people. Default: the role's name with a capital. */
  readonly label?: string;
  /** One sentence for the admin page. */
  readonly description?: string;
  /** `resource:action[:id]`, `*` for any part. Default none. */
  readonly permissions?: readonly string[];
  /** Roles whose permissions and rights over users come with it. Default none. */
  readonly inherits?: readonly string[];
  /** Default none. */
  readonly users?: UserRights;
}

export interface RoleSet {
  /** The role of the first user; one active user always holds it. */
  readonly owner: string;
  /** The role of users who sign up; default none. */
  readonly newcomer?: string;
  /** By name: 1 to 64 letters, digits, `-`, `_` and `.`. */
  readonly roles: Readonly<Record<string, RoleDefinition>>;
}
