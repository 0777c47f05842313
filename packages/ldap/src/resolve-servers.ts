/**
 * Where the servers are, and how connections to them are protected.
 */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isLoopbackHost } from '@doorward/core';
import { assertKnown, assertObject, assertSwitch, assertText, wrong } from './option-checks.ts';
import type { LdapOptions, Server } from './options.ts';

const REMEDY = 'give ldaps://host or ldaps://host:port, or a list of those';

const MAX_SERVERS = 16;

/** @throws AuthError `ldap/options-invalid`. */
export function serversOf(options: LdapOptions): readonly Server[] {
  const { url, startTls = false, allowPlaintext = false } = options;
  assertSwitch(startTls, 'ldap.startTls');
  assertSwitch(allowPlaintext, 'ldap.allowPlaintext');
  const ca = authoritiesOf(options);
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

function authoritiesOf({ tls = {} }: LdapOptions): Server['ca'] {
  assertObject(tls, 'ldap.tls', 'give an object with ca or caFile; certificates are always checked');
  assertKnown(tls, 'ldap.tls', ['ca', 'caFile']);
  const { ca, caFile } = tls;
  if (ca !== undefined && caFile !== undefined) throw wrong('ldap.tls', 'holds ca and caFile; keep one of them');
  if (ca !== undefined) return certificatesOf(ca, 'ldap.tls.ca');
  return caFile === undefined ? undefined : certificatesOf(readFile(caFile), 'ldap.tls.caFile');
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesOf(pem: unknown, option: string): string[] {
  const remedy = 'give certificates of authorities in PEM, which begin with -----BEGIN CERTIFICATE-----';
  assertText(pem, option, remedy);
  const found = [...(pem.match(CERTIFICATE) ?? [])];
  if (found.length === 0 || !found.every(isCertificate)) throw wrong(option, `holds no certificate; ${remedy}`);
  return found;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function readFile(file: unknown): string {
  assertText(file, 'ldap.tls.caFile', 'name a file with certificates of authorities in PEM');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw wrong('ldap.tls.caFile', `"${file}" cannot be read (${reason}); check path and permission`);
  }
}
