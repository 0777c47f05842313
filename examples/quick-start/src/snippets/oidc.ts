/**
 * Signing in with OpenID Connect.
 */

// #region option
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  publicUrl: 'https://tools.example.com',
  oidc: {
    name: 'Acme',
    issuer: 'https://login.example.com/realms/tools',
    clientId: 'tools',
    clientSecret: process.env['TOOLS_CLIENT_SECRET'] ?? '',
    roles: { claim: 'realm_access.roles', mapping: { 'tools-admin': 'admin', 'tools-user': ['viewer'] } },
  },
  roles: 'team',
});
// #endregion option
