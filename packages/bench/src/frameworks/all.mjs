/**
 * The frameworks that are measured, by the name of their file.
 */

export const FRAMEWORKS = ['express', 'koa', 'hono'];

/**
 * @param {string} id one of {@link FRAMEWORKS}
 * @returns {Promise<import('../variant.mjs').Framework>}
 */
export async function loadFramework(id) {
  const { framework } = await import(`./${id}.mjs`);
  return framework;
}
