export { type OidcTokens, readOidcTokens } from './grant.ts';
export { createGitHubProvider, type GitHubOptions } from './oauth/github.ts';
export type { OAuthOptions } from './oauth/oauth-options.ts';
export { createOAuthProvider } from './oauth/oauth-provider.ts';
export { createOidcProvider } from './oidc-provider.ts';
export type {
  OidcClientAuth,
  OidcIssuerOptions,
  OidcMapping,
  OidcOptions,
  OidcPreset,
  OidcPresetOptions,
  OidcResponseMode,
  OidcRoles,
} from './options.ts';
