export { type OidcTokens, readOidcTokens } from './grant.ts';
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
