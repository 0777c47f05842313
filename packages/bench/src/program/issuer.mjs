/**
 * An issuer of JWTs: a key of its own, and one token signed by it with RS256.
 */

import { generateKeyPairSync, sign } from 'node:crypto';

export function createIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [issuer, audience] = ['https://login.example/', 'https://bench.example/'];
  const iat = Math.floor(Date.now() / 1000);
  const header = encode({ alg: 'RS256', typ: 'at+jwt', kid: '1' });
  const claims = encode({ iss: issuer, aud: audience, sub: 'somebody', iat, exp: iat + 3600, scope: 'read' });
  const signature = sign('sha256', Buffer.from(`${header}.${claims}`), privateKey).toString('base64url');
  return {
    issuer,
    audience,
    publicKey,
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: '1' }] },
    token: `${header}.${claims}.${signature}`,
  };
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
