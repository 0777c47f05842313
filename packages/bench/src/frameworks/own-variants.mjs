/**
 * What is measured of our own on every framework: the bare one, a control that nobody checks, the floor, and Doorward.
 */

import { accountsOn, signInWithPassword } from '../doorward-accounts.mjs';
import { OPTIONS, signInToDoorward } from '../doorward-login.mjs';
import { createFloor } from '../floor.mjs';
import { programVariants } from '../program/variants.mjs';
import { redisVariants } from '../redis/variants.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { EVERYWHERE, PROGRAMS, UNCHECKED_COOKIE } from '../variant.mjs';

/**
 * @param {import('../program/variants.mjs').Maker} maker
 * @returns {readonly import('../variant.mjs').Variant[]} the first one is what the others are compared with
 */
export function ownVariants(maker) {
  return [
    ...unguardedVariants(maker),
    {
      name: 'doorward',
      kind: 'doorward',
      guarded: true,
      personal: true,
      measurements: EVERYWHERE,
      async start() {
        return { server: maker.serve(await maker.doorwardGuard(OPTIONS)), signIn: signInToDoorward };
      },
    },
    {
      name: 'sqlite',
      kind: 'doorward',
      guarded: true,
      personal: true,
      measurements: ['signed-in-sqlite'],
      async start() {
        const guard = await maker.doorwardGuard(accountsOn(temporaryFolder()));
        return { server: maker.serve(guard), signIn: (port) => signInWithPassword(port) };
      },
    },
    ...programVariants(maker),
    ...redisVariants(maker),
  ];
}

/**
 * Those without Doorward; Fastify has no more.
 *
 * @param {Pick<import('../program/variants.mjs').Maker, 'serve' | 'floorGuard'>} maker
 * @returns {readonly import('../variant.mjs').Variant[]}
 */
export function unguardedVariants({ serve, floorGuard }) {
  return [
    {
      name: 'bare',
      kind: 'bare',
      guarded: false,
      measurements: [...EVERYWHERE, ...PROGRAMS],
      start: async () => ({ server: serve(), signIn: () => '' }),
    },
    {
      name: 'control',
      kind: 'control',
      guarded: false,
      measurements: EVERYWHERE,
      start: async () => ({ server: serve(), signIn: () => UNCHECKED_COOKIE }),
    },
    {
      name: 'floor',
      kind: 'floor',
      guarded: true,
      measurements: EVERYWHERE,
      async start() {
        const floor = createFloor();
        const guard = floorGuard(({ cookie }) => floor.find(cookie));
        return { server: serve(guard), signIn: () => floor.signIn('somebody') };
      },
    },
  ];
}
