/**
 * The process that checks permissions: `checks.mjs <count>`. Answers microseconds for one check, by its kind.
 */

import { permissionCheck } from '@doorward/core';

const count = Number(process.argv[2]);
const CHECKS = 1_000_000;

/** By the kind of the grants, what is granted and what is asked for. */
const KINDS = {
  exact: [(i) => `agents:execute:id-${i}`, `agents:execute:id-${count - 1}`],
  wildcard: [(i) => `*:action-${i}`, `agents:action-${count - 1}:my-id`],
  refused: [(i) => `*:action-${i}`, 'agents:delete:my-id'],
};

const checks = Object.entries(KINDS).map(([kind, [grantOf, required]]) => ({
  kind,
  required,
  can: permissionCheck(Object.freeze(Array.from({ length: count }, (_, i) => grantOf(i)))),
}));
for (const { kind, required, can } of checks) {
  if (can(required) !== (kind !== 'refused')) throw new Error(`${kind} is wrong`);
}

process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  process.send(Object.fromEntries(checks.map(({ kind, required, can }) => [kind, microseconds(can, required)])));
});
process.send('ready');

function microseconds(can, required) {
  const started = process.cpuUsage();
  let granted = 0;
  for (let i = 0; i < CHECKS; i += 1) if (can(required)) granted += 1;
  const { user, system } = process.cpuUsage(started);
  // Used, so that it is not optimised away.
  if (granted !== 0 && granted !== CHECKS) throw new Error('the answers differ');
  return (user + system) / CHECKS;
}
