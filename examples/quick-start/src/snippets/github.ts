/**
 * Signing in with GitHub, and who has which role.
 */

// #region github
import { createAuth } from '@doorward/express';
import { createGitHubProvider } from '@doorward/oidc';

/** By the number of the account. */
const TEAM = new Map([
  ['1234567', ['admin']],
  ['7654321', ['viewer']],
]);

export const auth = await createAuth({
  publicUrl: 'https://tools.example.com',
  providers: [
    createGitHubProvider({
      clientId: 'Ov23li0123456789abcd',
      clientSecret: process.env['GITHUB_CLIENT_SECRET'] ?? '',
    }),
  ],
  rolesOf: ({ source, id, roles }) => (source === 'github' ? (TEAM.get(id) ?? []) : roles),
  roles: 'team',
});
// #endregion github
