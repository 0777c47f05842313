/**
 * Who is signed in, and what that person may do.
 */

import type { Capabilities, DoorwardClient } from '@doorward/client';
import { button, element, find } from './elements.ts';

export function showPerson({ user, access, urls, can }: Capabilities, signOut: DoorwardClient['signOut']): void {
  if (user === undefined) {
    find('rights').textContent = 'Authentication is switched off: everybody on this machine may do everything.';
    return;
  }
  const roles = access?.roles.join(', ') || 'no role';
  const who = element('p', {}, element('b', { textContent: user.name }), element('span', { textContent: roles }));
  const leave = async (): Promise<void> => {
    const { redirectTo } = await signOut();
    location.assign(redirectTo ?? urls?.login ?? '');
  };
  // Doorward's own page for users, whom owners manage.
  if (can('*') && urls?.admin !== undefined) find('person').append(element('a', { href: urls.admin }, 'People'));
  find('person').append(who, button('Sign out', leave));
  find('rights').replaceChildren(...rights(access?.permissions ?? []));
}

function rights(permissions: readonly string[]): readonly (Node | string)[] {
  if (permissions.includes('*')) return ['You may do everything.'];
  if (permissions.length === 0) return ['You may do nothing here. Ask an owner for a role.'];
  return ['You may ', ...permissions.map((permission) => element('code', { textContent: permission }))];
}
