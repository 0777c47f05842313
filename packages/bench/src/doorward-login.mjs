/**
 * Doorward as the benchmark configures it, and a real sign-in that ends with the cookie of a browser.
 */

import { get } from 'node:http';

const TOKEN = 'the-token-of-the-benchmark';

/** Defaults throughout: what a user gets. Only the token is given, and start-up lines are dropped. */
export const OPTIONS = { token: TOKEN, log: { info() {}, warn() {} } };

/**
 * Opens the sign-in address as a browser does.
 *
 * @param {number} port
 * @returns {Promise<string>} the Cookie header of the session
 */
export function signInToDoorward(port) {
  const headers = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  return new Promise((resolve, reject) => {
    get({ port, path: `/?access_token=${TOKEN}`, headers, agent: false }, (response) => {
      response.resume();
      const cookie = response.headers['set-cookie']?.[0]?.split(';')[0];
      if (cookie === undefined)
        reject(new Error(`Doorward answered ${response.statusCode} to the sign-in, without a cookie`));
      else resolve(cookie);
    }).on('error', reject);
  });
}
