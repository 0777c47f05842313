/**
 * Where the servers are, and how connections to them are protected.
 */

import { readFileSync } from 'node:fs';
import { isLoopbackHost } from '@doorward/core';
import { assertSwitch, assertText, authoritiesOf, wrong } from './option-checks.ts';
import type { LdapOptions, Server } from './options.ts';

const REMEDY = 'give ldaps://host or ldaps://host:port, or a list of those';

const MAX_SERVERS = 16;

/** @throws AuthError `ldap/options-invalid`. */
export function serversOf(options: LdapOptions): readonly Server[] {
  const { url, startTls = false, allowPlaintext = false, tls } = options;
  assertSwitch(startTls, 'ldap.startTls');
  assertSwitch(allowPlaintext, 'ldap.allowPlaintext');
  const ca = authoritiesOf(tls, 'ldap.tls', (file) => readFileSync(file, 'utf8'));
  const urls: readonly unknown[] = Array.isArray(url) ? url : [url];
  if (urls.length === 0 || urls.length > MAX_SERVERS)
    throw wrong('ldap.url', `is no list of 1 to ${MAX_SERVERS}; ${REMEDY}`);
  return urls.map((each) => {
    const address = addressOf(each);
    const isTls = address.protocol === 'ldaps:';
    if (isTls && startTls)
      throw wrong('ldap.startTls', 'is for ldap:// alone; ldaps:// is encrypted already. Keep one');
    if (!isTls && !startTls && !allowPlaintext && !isLoopbackHost(address.host)) {
      const remedy = 'give ldaps://, or startTls: true';
      throw wrong('ldap.url', `ldap:// would send passwords in clear; ${remedy}. ldap.allowPlaintext: true lets it`);
    }
    return {
      url: `${address.protocol}//${address.host}`,
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: address.port === '' ? (isTls ? 636 : 389) : Number(address.port),
      security: isTls ? 'tls' : startTls ? 'start-tls' : 'none',
      ca,
    };
  });
}

function addressOf(value: unknown): URL {
  assertText(value, 'ldap.url', REMEDY);
  if (!/^ldaps?:\/\/[^/?#\s]+\/?$/i.test(value) || !URL.canParse(value)) {
    throw wrong('ldap.url', `is no address of a server alone; ${REMEDY}`);
  }
  const address = new URL(value);
  if (address.username !== '' || address.password !== '') {
    throw wrong('ldap.url', 'holds a user name or password; they go into bindDn and bindPassword');
  }
  if (address.hostname === '' || address.port === '0') throw wrong('ldap.url', `names no server; ${REMEDY}`);
  return address;
}
