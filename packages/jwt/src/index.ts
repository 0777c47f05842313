export { createJwtScheme } from './jwt-scheme.ts';
export type { JwtKeySet, JwtMapping, JwtOptions, JwtPermissions, JwtRoles } from './options.ts';
