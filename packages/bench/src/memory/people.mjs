/**
 * Whom the sessions belong to. Every text is made anew for each of them, as a request brings it.
 */

const SESSIONS_OF_ONE = 2;

/** User agents that are in use at a time: fewer than clients, and of the usual length. */
const USER_AGENTS = Array.from(
  { length: 200 },
  (_, i) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + i}.0.0.0 Safari/537.36`,
);

/** @param {number} i number of the session */
export function personOf(i) {
  const user = Math.floor(i / SESSIONS_OF_ONE);
  return Object.freeze({
    subject: copyOf(`u_${String(user).padStart(22, '0')}`),
    name: copyOf(`user-${user}`),
    roles: ROLES,
    permissions: PERMISSIONS,
    method: 'password',
  });
}

/** @param {number} i number of the session */
export function clientOf(i) {
  const address = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  return { address: copyOf(address), userAgent: copyOf(USER_AGENTS[i % USER_AGENTS.length] ?? '') };
}

const ROLES = Object.freeze(['member']);
const PERMISSIONS = Object.freeze(['page:read', 'page:write']);

/** Without it equal texts would be one, and joined ones would keep their parts. */
function copyOf(text) {
  return Buffer.from(text, 'latin1').latin1Slice();
}
