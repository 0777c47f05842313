/**
 * What the roles of a JWT are here: words of somebody else are no roles of our users.
 */

import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { DoorwardOptions } from '../src/index.ts';
import { resolveOptions } from '../src/option-schema.ts';
import { openProgramCredentials } from '../src/program-credentials.ts';
import { knownRoles } from '../src/role-source.ts';

const ISSUER = 'https://login.example';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

function token(roles: readonly string[]): string {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const parts = [
    { alg: 'EdDSA', typ: 'JWT', kid: '1' },
    { iss: ISSUER, aud: 'api', sub: '7', exp, roles },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

async function principalOf(given: DoorwardOptions): Promise<unknown> {
  const jwt = {
    issuer: ISSUER,
    audience: 'api',
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'EdDSA' }] },
    roles: { mapping: { owner: 'owner', staff: 'org:staff' } },
  };
  const options = resolveOptions({ jwt, ...given } as DoorwardOptions, false);
  const { jwt: scheme } = await openProgramCredentials(options, () => knownRoles(options));
  const bearer = token(['owner', 'staff']);
  const outcome = await scheme?.authenticate({ bearer }, { clientAddress: '127.0.0.1', path: '/' });
  return outcome?.kind === 'authenticated' ? outcome.principal : outcome;
}

describe('the roles of a JWT', () => {
  const roles = { roleMapping: { owner: ['reports:read'], 'org:staff': ['lobby:read'] } };

  it('that are mapped are none of our users, whatever they are called: those come with rights over users (A89)', async () => {
    expect(await principalOf({ accounts: true, roles })).toMatchObject({
      roles: ['org:staff'],
      permissions: ['lobby:read', 'reports:read'],
    });
  });

  it('keep their names where there are no users', async () => {
    expect(await principalOf({ roles })).toMatchObject({ roles: ['org:staff', 'owner'] });
  });

  it('keep their names beside a role set too, where those that it has give what it says', async () => {
    expect(await principalOf({ accounts: true })).toMatchObject({ roles: ['org:staff', 'owner'], permissions: ['*'] });
  });
});
