export { createOidcProvider } from './oidc-provider.ts';
export type { OidcClientAuth, OidcMapping, OidcOptions, OidcRoles } from './options.ts';
