/**
 * The hand-written minimum that is correct, for each credential of programs: verified once, then found in a Map
 * by its digest, with an expiry check.
 */

import { createHmac, hash, randomBytes, scryptSync, timingSafeEqual, verify } from 'node:crypto';
import { createIssuer } from './issuer.mjs';
import { basicOf } from './kinds.mjs';

/**
 * @typedef {object} ProgramFloor
 * @property {string} credential that is right
 * @property {(headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null} find
 */

/**
 * @param {string} kind
 * @returns {ProgramFloor}
 */
export function createFloorOf(kind) {
  return FLOORS[kind]();
}

/** @type {Readonly<Record<string, () => ProgramFloor>>} */
const FLOORS = {
  'api-key'() {
    const credential = `key_${randomBytes(32).toString('base64url')}`;
    const known = knownFrom(credential);
    return { credential, find: (headers) => found(known, headers['x-api-key']) };
  },
  'access-token'() {
    const token = randomBytes(79).toString('base64url');
    const known = knownFrom(token);
    return { credential: `Bearer ${token}`, find: (headers) => found(known, bearerIn(headers)) };
  },
  jwt() {
    const issuer = createIssuer();
    const known = new Map();
    return {
      credential: `Bearer ${issuer.token}`,
      find(headers) {
        const token = bearerIn(headers);
        if (token === undefined) return null;
        return found(known, token) ?? remember(known, token, verified(token, issuer));
      },
    };
  },
  basic() {
    const [name, password, salt, key] = ['somebody', randomBytes(16).toString('hex'), randomBytes(16), randomBytes(32)];
    const expected = scryptSync(password, salt, 32);
    const known = new Map();
    return {
      credential: basicOf(name, password),
      find({ authorization }) {
        if (authorization?.startsWith('Basic ') !== true) return null;
        // Keyed: what is in memory is of no use for guessing.
        const digest = createHmac('sha256', key).update(authorization).digest('base64url');
        const entry = known.get(digest);
        if (entry !== undefined && entry.expiresAt > Date.now()) return entry.user;
        const [given, secret = ''] = Buffer.from(authorization.slice(6), 'base64').toString().split(/:(.*)/s);
        if (given !== name || !timingSafeEqual(scryptSync(secret, salt, 32), expected)) return null;
        known.set(digest, { user: { name }, expiresAt: Date.now() + LIFETIME_MS });
        return { name };
      },
    };
  },
};

const LIFETIME_MS = 3_600_000;

/** @param {string} token */
function knownFrom(token) {
  return new Map([
    [hash('sha256', token, 'base64url'), { user: { name: 'somebody' }, expiresAt: Date.now() + LIFETIME_MS }],
  ]);
}

function found(known, token) {
  if (typeof token !== 'string') return null;
  const entry = known.get(hash('sha256', token, 'base64url'));
  return entry !== undefined && entry.expiresAt > Date.now() ? entry.user : null;
}

function bearerIn({ authorization }) {
  return authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined;
}

function remember(known, token, claims) {
  if (claims === null) return null;
  const entry = { user: { name: claims.sub }, expiresAt: claims.exp * 1000 };
  known.set(hash('sha256', token, 'base64url'), entry);
  return entry.user;
}

/** The claims of a good token. */
function verified(token, { publicKey, issuer, audience }) {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))) return null;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return claims.iss === issuer && claims.aud === audience && claims.exp * 1000 > Date.now() ? claims : null;
}
