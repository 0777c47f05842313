/**
 * Which starts are measured.
 */

import { accountsOn } from '../doorward-accounts.mjs';
import { OPTIONS } from '../doorward-login.mjs';

/** @typedef {'bare' | 'memory' | 'sqlite' | 'sqlite fresh' | 'sqlite page'} StartVariant */

/** What a person reads; the first one is what the others stand beside. */
export const STARTS = /** @type {const} */ ({
  bare: 'Express alone',
  memory: 'Doorward, sessions in memory',
  sqlite: 'Doorward, SQLite file, signed in before',
  'sqlite fresh': 'Doorward, SQLite file and first owner made',
  'sqlite page': 'Doorward, SQLite file, the login page',
});

/** Peers of Express, by their name there: the first answer is a 401. */
export const PEER_STARTS = Object.freeze({
  'passport + express-session': 'passport + express-session, in memory',
  'Auth.js': 'Auth.js, no database',
  'better-auth': 'better-auth, in memory',
});

/**
 * @param {string} variant
 * @param {string} folder
 * @returns {import('@doorward/auth').DoorwardOptions | null} `null` without Doorward
 */
export function guardOptions(variant, folder) {
  if (variant === 'bare') return null;
  return variant === 'memory' ? OPTIONS : accountsOn(folder);
}
