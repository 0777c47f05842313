/**
 * What others made for the same purpose, on a framework. Each is a file in `../peers`, where it is installed.
 */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {readonly string[]} packages that it is made of
 * @property {string} configuration one line for people: what was chosen, where there is a choice
 * @property {readonly import('./variant.mjs').Measurement[]} measurements where it takes part
 * @property {boolean} [guarded] false where it checks nothing
 * @property {string} [comparedWith]
 * @property {boolean} [sharesCore]
 * @property {(maker: import('./program/variants.mjs').Maker) => Promise<import('./variant.mjs').RunningVariant>} start
 *   loads the packages, so that no other process has them
 */

/**
 * @param {readonly Peer[]} peers
 * @param {import('./program/variants.mjs').Maker} maker
 * @returns {readonly import('./variant.mjs').Variant[]}
 */
export function peersOn(peers, maker) {
  return peers.map((peer) => ({
    ...peer,
    kind: 'peer',
    guarded: peer.guarded ?? true,
    start: () => peer.start(maker),
  }));
}
