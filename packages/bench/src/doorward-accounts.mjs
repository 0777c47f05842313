/**
 * Doorward with people on SQLite as the benchmark configures it, and a real sign-in by name and password.
 */

import { request } from 'node:http';

/** Nothing of it is on a list of common passwords. */
export const OWNER = { username: 'bench-owner', password: 'a kettle sings beside the harbour' };

/**
 * Defaults throughout: what a user gets. Start-up lines are dropped.
 *
 * @param {string} dataFolder
 * @param {object} [more] of the accounts
 */
export function accountsOn(dataFolder, more = {}) {
  return { accounts: { owner: OWNER, ...more }, dataFolder, log: { info() {}, warn() {} } };
}

/**
 * Sends the form of the login page.
 *
 * @param {number} port
 * @param {{ username: string, password: string }} [person]
 * @returns {Promise<string>} the Cookie header of the session
 */
export function signInWithPassword(port, person = OWNER) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/auth/login', method: 'POST', headers, agent: false });
    sent.on('error', reject).on('response', (response) => {
      response.resume();
      const cookies = response.headers['set-cookie']?.map((cookie) => cookie.split(';')[0]) ?? [];
      // That of the session comes last, where the altered one is made from it.
      if (response.statusCode === 303 && cookies.length > 0) resolve(cookies.toReversed().join('; '));
      else reject(new Error(`Doorward answered ${response.statusCode} to the sign-in, with ${cookies.length} cookies`));
    });
    sent.end(`${new URLSearchParams(person)}`);
  });
}

/**
 * Asks the token endpoint.
 *
 * @param {number} port
 * @returns {Promise<string>} an access token
 */
export async function tokenByPassword(port) {
  const body = new URLSearchParams({ grant_type: 'password', ...OWNER });
  const response = await fetch(`http://127.0.0.1:${port}/auth/token`, { method: 'POST', body });
  const { access_token: token } = await response.json();
  if (!response.ok || token === undefined)
    throw new Error(`Doorward answered ${response.status} at the token endpoint`);
  return token;
}
