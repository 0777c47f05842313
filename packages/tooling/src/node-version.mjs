// Stops with a clear message on a Node that is not supported.
import { stop } from './command.mjs';
import { readJson } from './repository.mjs';

/** Ends the process unless the running Node is in the range of package.json's `engines.node`. */
export function assertNodeVersion() {
  const range = readJson('package.json').engines.node;
  const version = process.versions.node;
  if (isInRange(version, range)) return;
  stop(
    `Doorward needs Node ${range}; this is ${version} (${process.execPath}).\nGet a newer one from https://nodejs.org/`,
  );
}

/** Whether a version is in a range made of `^x.y.z` and `>=x.y.z`, joined by `||`. */
export function isInRange(version, range) {
  return range.split('||').some((part) => {
    const [, sign, from] = /^\s*(\^|>=)(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    if (from === undefined) throw new Error(`engines.node: "${part}" is neither ^x.y.z nor >=x.y.z`);
    const [have, least] = [numbers(version), numbers(from)];
    if (sign === '^' && have[0] !== least[0]) return false;
    const differs = have.findIndex((value, index) => value !== least[index]);
    return differs === -1 || have[differs] > least[differs];
  });
}

function numbers(version) {
  return version.split('-')[0].split('.').map(Number);
}
