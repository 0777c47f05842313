/**
 * CASL: rules of an action and a subject.
 *
 * @see https://casl.js.org/
 */

import { createMongoAbility } from '@casl/ability';

/** @param {number} count */
export function checksOf(count) {
  const ability = createMongoAbility(
    Array.from({ length: count }, (_, i) => ({ action: 'execute', subject: `agents-${i}` })),
  );
  const any = createMongoAbility(Array.from({ length: count }, (_, i) => ({ action: `action-${i}`, subject: 'all' })));
  return {
    exact: { check: () => ability.can('execute', `agents-${count - 1}`), wanted: true },
    wildcard: { check: () => any.can(`action-${count - 1}`, 'agents'), wanted: true },
    refused: { check: () => any.can('delete', 'agents'), wanted: false },
  };
}
