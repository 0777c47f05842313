/**
 * Bearer JWTs of an outside issuer.
 */

import { createAuth } from '@doorward/express';
// #region scheme
import { createJwtScheme } from '@doorward/jwt';

const jwt = createJwtScheme({
  issuer: 'https://login.example.com/realms/tools',
  audience: 'https://tools.example.com',
  jwksUri: 'https://login.example.com/realms/tools/protocol/openid-connect/certs',
  roles: { claim: 'realm_access.roles', mapping: { 'tools-admin': 'admin', 'tools-user': ['member'] } },
  permissions: { mapping: { 'tools.read': 'flows:read' } },
});
// #endregion scheme

// #region use
export const auth = await createAuth({ schemes: [jwt] });
// #endregion use
