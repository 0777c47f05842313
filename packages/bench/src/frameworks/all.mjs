/**
 * The frameworks that are measured, by the name that the command takes.
 */

/** By name, the file. Fastify is installed with the peers. */
const FILES = {
  express: './express.mjs',
  koa: './koa.mjs',
  hono: './hono.mjs',
  fastify: '../../peers/fastify/framework.mjs',
};

export const FRAMEWORKS = Object.keys(FILES);

/**
 * @param {string} id one of {@link FRAMEWORKS}
 * @returns {Promise<import('../variant.mjs').Framework>}
 */
export async function loadFramework(id) {
  const { framework } = await import(FILES[id]);
  return framework;
}
