/**
 * The same page as an app of a site, alone and among a thousand others.
 */

import { createApp, createAuth } from '@doorward/auth';
import { OPTIONS, signInToDoorward } from './doorward-login.mjs';

/** The first is what the other is compared with. */
export const ONE = '1 mount';
export const THOUSAND = '1000 mounts';

/**
 * @param {() => import('@doorward/auth').MountableApp} page an app of the framework, answering `/`
 * @param {(site: import('@doorward/auth').Site) => import('node:http').Server} serve mounts the site in the framework
 * @returns {readonly import('./variant.mjs').Variant[]}
 */
export function mountedVariants(page, serve) {
  return [
    [ONE, 1],
    [THOUSAND, 1000],
  ].map(([name, count]) => ({
    name,
    guarded: true,
    personal: true,
    measurements: ['mounts'],
    async start() {
      let builder = createApp({ auth: await createAuth(OPTIONS), log: OPTIONS.log }).withApp('/', page());
      for (let i = 1; i < count; i += 1) builder = builder.withApp(`/app-${i}`, (_request, response) => response.end());
      return { server: serve(builder.build()), signIn: signInToDoorward };
    },
  }));
}
