/**
 * Signing in at a peer, where a session begins with a request.
 */

import { get } from 'node:http';

/** Every peer signs in who asks for it: what is measured is the time after. */
export const SIGN_IN_PATH = '/sign-in';

/**
 * @param {number} port
 * @returns {Promise<string>} the Cookie header of the session
 */
export function signInAt(port) {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: SIGN_IN_PATH, agent: false }, (response) => {
      response.resume();
      const cookies = cookieHeader(response.headers['set-cookie'] ?? []);
      if (response.statusCode === 200 && cookies !== '') resolve(cookies);
      else reject(new Error(`the peer answered ${response.statusCode} to the sign-in, with "${cookies}"`));
    }).on('error', reject);
  });
}

/**
 * @param {readonly string[]} setCookies
 * @param {string} [last] part of the name of the cookie that comes last, where the altered one is made from it
 * @returns {string}
 */
export function cookieHeader(setCookies, last = '') {
  const pairs = setCookies.map((text) => text.split(';')[0] ?? '');
  const isLast = (pair) => last !== '' && pair.split('=')[0]?.includes(last);
  return [...pairs.filter((pair) => !isLast(pair)), ...pairs.filter(isLast)].join('; ');
}
