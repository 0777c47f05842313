/**
 * The variants that programs are measured with: each kind of credential as a control, a floor and Doorward.
 */

import { createFloorOf } from './floors.mjs';
import { KINDS } from './kinds.mjs';

/**
 * @typedef {object} Maker what a framework has to make of it
 * @property {(...guards: any[]) => import('node:http').Server} serve the page behind these guards
 * @property {(prepare: (app: any) => void) => import('node:http').Server} serveApp the page of an app that was prepared
 * @property {(find: (headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null) => any} floorGuard
 * @property {(options: object) => Promise<any>} doorwardGuard
 */

/**
 * @param {Maker} maker
 * @returns {readonly import('../variant.mjs').Variant[]}
 */
export function programVariants({ serve, floorGuard, doorwardGuard }) {
  return Object.entries(KINDS).flatMap(([kind, { header, unchecked, open }]) => [
    {
      name: `${kind} control`,
      kind: 'control',
      guarded: false,
      measurements: [kind],
      start: async () => ({ server: serve(), header, signIn: () => unchecked }),
    },
    {
      name: `${kind} floor`,
      kind: 'floor',
      guarded: true,
      measurements: [kind],
      async start() {
        const { find, credential } = createFloorOf(kind);
        return { server: serve(floorGuard(find)), header, signIn: () => credential };
      },
    },
    {
      name: `${kind} doorward`,
      kind: 'doorward',
      guarded: true,
      personal: true,
      measurements: [kind],
      async start() {
        const { options, signIn } = open();
        return { server: serve(await doorwardGuard(options)), header, signIn };
      },
    },
  ]);
}
