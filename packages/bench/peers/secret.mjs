/** Secrets of the peers, of the length that they ask for. Nothing real is protected by them. */

import { randomBytes } from 'node:crypto';

export const SECRET = randomBytes(32).toString('hex');

/** Whom a session belongs to. */
export const USER = Object.freeze({ id: 'u_1', name: 'somebody' });
