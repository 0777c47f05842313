/**
 * Bearer JWTs of an outside issuer.
 */

// #region option
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  jwt: {
    issuer: 'https://login.example.com/realms/tools',
    audience: 'https://tools.example.com',
    jwksUri: 'https://login.example.com/realms/tools/protocol/openid-connect/certs',
    roles: { claim: 'realm_access.roles', mapping: { 'tools-admin': 'admin', 'tools-user': ['viewer'] } },
    permissions: { mapping: { 'tools.read': 'flows:read' } },
  },
  roles: 'team',
});
// #endregion option
