/**
 * Signing in with a service that has OAuth 2.0 and no OpenID Connect.
 */

// #region oauth
import { createAuth } from '@doorward/express';
import { createOAuthProvider } from '@doorward/oidc';

export const auth = await createAuth({
  publicUrl: 'https://tools.example.com',
  providers: [
    createOAuthProvider({
      id: 'acme',
      name: 'Acme',
      authorizationUrl: 'https://acme.example/oauth/authorize',
      tokenUrl: 'https://acme.example/oauth/token',
      userUrl: 'https://api.acme.example/v1/me',
      clientId: 'tools',
      clientSecret: process.env['ACME_CLIENT_SECRET'] ?? '',
      scopes: 'profile',
      subjectClaim: 'user.id',
      usernameClaim: 'user.handle',
      roles: { claim: 'user.teams', mapping: { operators: 'admin' } },
    }),
  ],
  roles: 'team',
});
// #endregion oauth
