/**
 * The hand-written minimum that is correct: one cookie, the token's SHA-256, a Map, an expiry check.
 * What Doorward adds is judged against it.
 */

import { hash, randomBytes } from 'node:crypto';

/**
 * @typedef {{ readonly name: string }} FloorUser
 * @typedef {object} Floor
 * @property {(name: string) => string} signIn starts a session and answers the Cookie header that proves it
 * @property {(cookieHeader: string | undefined) => FloorUser | null} find whom a Cookie header belongs to
 */

/** @returns {Floor} */
export function createFloor() {
  /** @type {Map<string, { user: FloorUser, expiresAt: number }>} */
  const sessions = new Map();
  return {
    signIn(name) {
      const token = randomBytes(32).toString('base64url');
      sessions.set(hash('sha256', token, 'base64url'), { user: { name }, expiresAt: Date.now() + LIFETIME_MS });
      return `${COOKIE}=${token}`;
    },
    find(cookieHeader) {
      const token = cookieHeader === undefined ? null : cookieValue(cookieHeader);
      if (token === null) return null;
      const session = sessions.get(hash('sha256', token, 'base64url'));
      return session !== undefined && session.expiresAt > Date.now() ? session.user : null;
    },
  };
}

/** The body of the floor's 401. */
export const UNAUTHORIZED = { error: 'unauthorized' };

const COOKIE = 'floor_session';
const LIFETIME_MS = 3_600_000;

/** @param {string} header */
function cookieValue(header) {
  const prefix = `${COOKIE}=`;
  const at = header.startsWith(prefix) ? 0 : header.indexOf(`; ${prefix}`) + 1 || -1;
  if (at === -1) return null;
  const start = header.indexOf('=', at) + 1;
  const end = header.indexOf(';', start);
  return end === -1 ? header.slice(start) : header.slice(start, end);
}
