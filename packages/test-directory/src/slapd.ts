/**
 * The process of OpenLDAP's server, and what it needs of the machine.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Certificates } from './certificates.ts';
import { BASE_DN, SERVICE } from './people.ts';

const PROGRAMS = ['/usr/sbin/slapd', '/usr/local/libexec/slapd'];
const SCHEMAS = '/etc/ldap/schema';

export const ROOT = { dn: `cn=root,${BASE_DN}`, password: 'root-canary-password' };

/** `null` where it, its schemas or openssl are not installed. */
export function findSlapd(): string | null {
  const program = PROGRAMS.find((path) => existsSync(path));
  const isComplete = existsSync(SCHEMAS) && spawnSync('openssl', ['version']).status === 0;
  return program !== undefined && isComplete ? program : null;
}

/** Without certificates it knows no encryption. `sizeLimit` is the number of entries that it gives at most. */
export function configuration(folder: string, certificates: Certificates | null, sizeLimit: number): string {
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMAS}/${name}.schema`);
  const tls =
    certificates === null
      ? []
      : [
          `TLSCACertificateFile ${certificates.caFile}`,
          `TLSCertificateFile ${certificates.certificateFile}`,
          `TLSCertificateKeyFile ${certificates.keyFile}`,
        ];
  return [
    ...schemas,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload memberof',
    'loglevel stats',
    `sizelimit ${sizeLimit}`,
    ...tls,
    'database mdb',
    `suffix "${BASE_DN}"`,
    `rootdn "${ROOT.dn}"`,
    `rootpw ${ROOT.password}`,
    `directory ${folder}/data`,
    'dbnosync',
    'overlay memberof',
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${SERVICE.dn}" read by * none`,
    '',
  ].join('\n');
}
