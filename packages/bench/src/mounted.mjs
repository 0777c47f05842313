/**
 * The same page as an app of a site, alone and among up to a thousand.
 */

import { createApp, createAuth } from '@doorward/auth';
import { OPTIONS, signInToDoorward } from './doorward-login.mjs';

/** How many apps stand beside each other, to be compared with one alone. */
const COUNTS = [10, 100, 1000];

/**
 * @param {number} count
 * @returns {string} the variant's name
 */
export function mountsName(count) {
  return `doorward, ${count.toLocaleString('en')}`;
}

/**
 * @param {() => import('@doorward/auth').MountableApp} page an app of the framework, answering `/`
 * @param {(site: import('@doorward/auth').Site) => import('node:http').Server} serve mounts the site in the framework
 * @returns {readonly import('./variant.mjs').Variant[]}
 */
export function mountedVariants(page, serve) {
  const one = mountsName(1);
  const mounted = [
    { name: one, kind: 'doorward', count: 1 },
    { name: `${one} again`, kind: 'control', count: 1, comparedWith: one },
    ...COUNTS.map((count) => ({ name: mountsName(count), kind: 'doorward', count, comparedWith: one })),
  ];
  return mounted.map(({ count, ...variant }) => ({
    ...variant,
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
