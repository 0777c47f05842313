/**
 * Certificates by an authority of the test's own.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `wrong-name` is for another host, `self-signed` by nobody who is trusted. */
export type CertificateKind = 'good' | 'wrong-name' | 'expired' | 'self-signed';

export interface Certificates {
  /** Of the authority, in PEM. */
  readonly ca: string;
  readonly caFile: string;
  readonly keyFile: string;
  readonly certificateFile: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export function makeCertificates(folder: string, kind: CertificateKind): Certificates {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const name = kind === 'wrong-name' ? 'DNS:elsewhere.example' : 'IP:127.0.0.1,DNS:localhost';
  const server = ['-subj', '/CN=directory', '-addext', `subjectAltName=${name}`, '-keyout', file('server.key')];
  openssl('req', '-x509', ...KEY, '-subj', '/CN=Authority', '-keyout', file('ca.key'), '-out', file('ca.pem'));
  if (kind === 'self-signed') {
    openssl('req', '-x509', ...KEY, ...server, '-out', file('server.pem'));
  } else {
    openssl('req', ...KEY, ...server, '-out', file('server.csr'));
    const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-copy_extensions', 'copy'];
    const days = kind === 'expired' ? '-1' : '30';
    openssl('x509', '-req', '-in', file('server.csr'), ...signing, '-days', days, '-out', file('server.pem'));
  }
  const ca = readFileSync(file('ca.pem'), 'utf8');
  writeFileSync(file('authority.pem'), ca);
  return { ca, caFile: file('authority.pem'), keyFile: file('server.key'), certificateFile: file('server.pem') };
}
