export type {
  Accounts,
  Actor,
  IssuedKey,
  Key,
  Keys,
  NewKey,
  NewServiceKey,
  NewUser,
  OwnActor,
  RoleSet,
  User,
  UserChange,
} from '@doorward/accounts';
export {
  AuthError,
  isAuthError,
  type Principal,
  type Problem,
  type RenderedError,
  type RequestAuth,
  type TokenPair,
} from '@doorward/core';
export { getAuth, onSessionEnd, setPrincipal } from '@doorward/node';
export { type CopiedRows, type CopyDataFolderOptions, copyDataFolder } from './copy-data-folder.ts';
export { type AppBuilder, type AppOptions, createApp, type MountOptions, type Site } from './create-app.ts';
export { createAuth, type Doorward } from './create-auth.ts';
export type { RoleHolder, RoleMapping, RolesOf } from './credential-options.ts';
export type { Environment } from './environment.ts';
export { type AccountsPlace, type OpenAccounts, openAccounts } from './open-accounts.ts';
export type { DoorwardOptions, Log } from './options.ts';
export type { OwnSignIn, OwnSignInOutcome, OwnTokenOutcome } from './own-sign-in.ts';
export { resolveAuth } from './resolve-auth.ts';
