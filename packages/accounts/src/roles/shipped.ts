/**
 * Role sets that come with Doorward, after the systems that showed them to be useful.
 */

import type { RoleSet } from './role-set.ts';

/** Owner, admin, editor, viewer, with the rules of Mage. */
const team: RoleSet = {
  owner: 'owner',
  newcomer: 'viewer',
  roles: {
    viewer: { label: 'Viewer', description: 'Can read.', permissions: ['*:read'] },
    editor: {
      label: 'Editor',
      description: 'Can read, create, update and delete.',
      permissions: ['*:read', '*:create', '*:update', '*:delete'],
    },
    admin: {
      label: 'Admin',
      description: 'Can do what an editor can, and manage viewers and editors.',
      inherits: ['editor'],
      users: { may: ['read', 'update'], whose: ['viewer', 'editor'] },
    },
    owner: {
      label: 'Owner',
      description: 'Can do everything, and manage every user.',
      permissions: ['*'],
      users: { may: ['read', 'create', 'update', 'delete', 'audit', 'keys', 'roles'], whose: '*' },
    },
  },
};

/** A superuser, and users without a role, as in Langflow. */
const superuser: RoleSet = {
  owner: 'superuser',
  roles: {
    superuser: {
      label: 'Superuser',
      description: 'Can do everything, and manage every user.',
      permissions: ['*'],
      users: { may: ['read', 'create', 'update', 'delete', 'audit', 'keys', 'roles'], whose: '*' },
    },
  },
};

/** Owner, admin, member, viewer by what they do, as in Mastra. */
const studio: RoleSet = {
  owner: 'owner',
  newcomer: 'viewer',
  roles: {
    viewer: { label: 'Viewer', description: 'Can read.', permissions: ['*:read'] },
    member: { label: 'Member', description: 'Can read and execute.', permissions: ['*:read', '*:execute'] },
    admin: {
      label: 'Admin',
      description: 'Can read, write, execute, publish and share, and manage members and viewers.',
      permissions: ['*:read', '*:write', '*:execute', '*:publish', '*:share'],
      users: { may: ['read', 'create', 'update'], whose: ['member', 'viewer'] },
    },
    owner: {
      label: 'Owner',
      description: 'Can do everything, and manage every user.',
      permissions: ['*'],
      users: { may: ['read', 'create', 'update', 'delete', 'audit', 'keys', 'roles'], whose: '*' },
    },
  },
};

export const roleSets: Readonly<Record<'team' | 'superuser' | 'studio', RoleSet>> = { team, superuser, studio };
