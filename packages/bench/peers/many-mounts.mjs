/**
 * One app, and the last of a thousand, as a framework mounts them by itself.
 */

const COUNTS = [1, 1000];

/**
 * @param {string} name
 * @param {(app: any, path: string, loaded: any) => unknown} mount an app of the framework without anything in it
 * @param {{ packages: readonly string[], load: () => Promise<any> }} source
 * @returns {readonly import('../src/peer.mjs').Peer[]}
 */
export function manyMounts(name, mount, { packages, load }) {
  return COUNTS.map((count) => ({
    name: `${name}, ${count.toLocaleString('en')}`,
    packages,
    configuration: 'the page is asked for that comes after the others; no check of anybody',
    measurements: ['mounts'],
    guarded: false,
    ...(count === 1 ? {} : { comparedWith: `${name}, 1` }),
    async start({ serveApp }) {
      const loaded = await load();
      const server = serveApp((app) => {
        for (let i = 1; i < count; i += 1) mount(app, `/app-${i}`, loaded);
      });
      return { server, signIn: () => '' };
    },
  }));
}
