/**
 * Says no to a server that is fast because it is wrong.
 */

import { get } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { PAGE } from './variant.mjs';

/**
 * The right credential gets the page; none, and one with a changed character, get 401, or the page
 * where nothing is checked.
 *
 * @param {string} what names the variant, for the message
 * @param {import('./variant.mjs').Variant} variant
 * @param {{ port: number, header: string, credential: string }} server
 * @returns {Promise<string>} what was seen, for people
 * @throws Error that names what is wrong; the run must not go on
 */
export async function assertRight(what, variant, { port, header, credential }) {
  const right = await visit(port, header, credential);
  const none = await visit(port, header, '');
  const altered = await visit(port, header, withOtherCharacter(credential));
  const refused = variant.guarded ? 401 : 200;
  for (const [sent, got, wanted] of /** @type {const} */ ([
    ['the right credential', right, 200],
    ['no credential', none, refused],
    ['an altered credential', altered, refused],
  ])) {
    if (got.status !== wanted) throw new Error(`${what} is wrong: ${got.status} to ${sent}, not ${wanted}`);
    if (wanted === 200 && !isPage(got.body)) throw new Error(`${what} is wrong: another page to ${sent}: ${got.body}`);
  }
  if (variant.personal && !/private|no-store/.test(right.headers['cache-control'] ?? '')) {
    throw new Error(`${what} is wrong: a shared cache could keep the page of a signed-in client`);
  }
  return `right: ${right.status}, none: ${none.status}, altered: ${altered.status}`;
}

function isPage(body) {
  try {
    return isDeepStrictEqual(JSON.parse(body), { ...PAGE });
  } catch {
    return false;
  }
}

/** Changes a character well inside the value. */
function withOtherCharacter(credential) {
  const at = credential.length - 10;
  return credential === ''
    ? ''
    : credential.slice(0, at) + (credential[at] === 'A' ? 'B' : 'A') + credential.slice(at + 1);
}

function visit(port, header, credential) {
  const headers = { accept: 'application/json', ...(credential === '' ? {} : { [header]: credential }) };
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/', headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    }).on('error', reject);
  });
}
