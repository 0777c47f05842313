/**
 * What stands beside Doorward: versions and configuration, for people.
 */

import { versionOf } from './machine.mjs';

/** Where no framework is between. */
const OTHERS = [
  {
    framework: 'permissions',
    name: 'casbin',
    configuration: 'model of role-based access control, enforceSync, a policy for each permission of one role',
    packages: ['casbin'],
  },
  {
    framework: 'permissions',
    name: 'CASL',
    configuration: 'createMongoAbility, a rule of an action and a subject for each permission',
    packages: ['@casl/ability'],
  },
  {
    framework: 'permissions',
    name: 'accesscontrol',
    configuration: 'one role, locked, readAny of so many resources',
    packages: ['accesscontrol'],
  },
];

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
  const onFrameworks = frameworks.flatMap(({ framework }) =>
    framework.variants
      .filter(({ kind }) => kind === 'peer')
      .map(({ name, configuration, packages }) => ({
        framework: framework.name,
        name,
        configuration,
        packages: packages.length === 0 ? framework.packages : packages,
      })),
  );
  return [...onFrameworks, ...OTHERS].map(({ packages, ...peer }) => ({
    ...peer,
    versions: packages.map(named).join(', '),
  }));
}

function named(name) {
  return `${name} ${versionOf(name)}`;
}
