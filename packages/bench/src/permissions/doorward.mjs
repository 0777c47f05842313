/**
 * Permission checks of Doorward, by the kind of the grants.
 */

import { permissionCheck } from '@doorward/core';

/**
 * @param {number} count how many are held
 * @returns {Record<string, { check: () => boolean, wanted: boolean }>}
 */
export function checksOf(count) {
  const among = (grantOf, required, wanted) => {
    const can = permissionCheck(Object.freeze(Array.from({ length: count }, (_, i) => grantOf(i))));
    return { check: () => can(required), wanted };
  };
  return {
    exact: among((i) => `agents:execute:id-${i}`, `agents:execute:id-${count - 1}`, true),
    wildcard: among((i) => `*:action-${i}`, `agents:action-${count - 1}:my-id`, true),
    refused: among((i) => `*:action-${i}`, 'agents:delete:my-id', false),
  };
}
