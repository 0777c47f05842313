/**
 * What programs present: in which header, how Doorward is configured for it, and how it is come by.
 */

import { randomBytes } from 'node:crypto';
import { accountsOn, OWNER, tokenByPassword } from '../doorward-accounts.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { createIssuer } from './issuer.mjs';

/**
 * @typedef {object} Kind
 * @property {string} header
 * @property {string} unchecked a value as long as a real one, for a server that checks nothing
 * @property {() => { options: object, signIn: (port: number) => string | Promise<string> }} open
 *   defaults throughout: what a user gets
 */

/** @type {Readonly<Record<'api-key' | 'jwt' | 'basic' | 'access-token', Kind>>} */
export const KINDS = {
  'api-key': {
    header: 'X-API-Key',
    unchecked: 'x'.repeat(47),
    open() {
      const key = `dwk_${randomBytes(32).toString('base64url')}`;
      const options = { ...accountsOn(temporaryFolder()), apiKeys: { bootstrap: key } };
      return { options, signIn: () => key };
    },
  },
  jwt: {
    header: 'Authorization',
    unchecked: `Bearer ${'x'.repeat(600)}`,
    open() {
      const { issuer, audience, jwks, token } = createIssuer();
      return { options: { jwt: { issuer, audience, jwks }, log: SILENT }, signIn: () => `Bearer ${token}` };
    },
  },
  basic: {
    header: 'Authorization',
    unchecked: `Basic ${'x'.repeat(60)}`,
    open() {
      const options = accountsOn(temporaryFolder(), { basic: true });
      return { options, signIn: () => basicOf(OWNER.username, OWNER.password) };
    },
  },
  'access-token': {
    header: 'Authorization',
    unchecked: `Bearer ${'x'.repeat(106)}`,
    open() {
      const options = { ...accountsOn(temporaryFolder()), tokens: { passwordGrant: true } };
      return { options, signIn: async (port) => `Bearer ${await tokenByPassword(port)}` };
    },
  },
};

/** @param {string} name @param {string} password */
export function basicOf(name, password) {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

const SILENT = { info() {}, warn() {} };
