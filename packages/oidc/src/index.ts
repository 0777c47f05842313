export { type OidcTokens, readOidcTokens } from './grant.ts';
export { createOidcProvider } from './oidc-provider.ts';
export type { OidcClientAuth, OidcMapping, OidcOptions, OidcResponseMode, OidcRoles } from './options.ts';
