/**
 * accesscontrol: one role with so many resources.
 *
 * @see https://onury.io/accesscontrol/
 */

import { AccessControl } from 'accesscontrol';

/** @param {number} count */
export function checksOf(count) {
  const control = new AccessControl();
  const role = control.grant('member');
  for (let i = 0; i < count; i += 1) role.readAny(`agents-${i}`);
  control.lock();
  return {
    exact: { check: () => control.can('member').readAny(`agents-${count - 1}`).granted, wanted: true },
    refused: { check: () => control.can('member').deleteAny('agents-0').granted, wanted: false },
  };
}
