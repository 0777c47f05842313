/**
 * What stands beside Doorward: versions and configuration, for people.
 */

import { versionOf } from './machine.mjs';

/**
 * @typedef {object} DescribedPeer
 * @property {string} framework
 * @property {string} name
 * @property {string} configuration
 * @property {string} versions
 *
 * @param {readonly { framework: import('./variant.mjs').Framework }[]} frameworks
 * @returns {readonly DescribedPeer[]}
 */
export function describePeers(frameworks) {
  return frameworks.flatMap(({ framework }) =>
    framework.variants
      .filter(({ kind }) => kind === 'peer')
      .map(({ name, configuration, packages }) => ({
        framework: framework.name,
        name,
        configuration,
        versions: [...(packages.length === 0 ? framework.packages : packages)].map(named).join(', '),
      })),
  );
}

function named(name) {
  return `${name} ${versionOf(name)}`;
}
