export { type Accounts, createAccounts } from './accounts.ts';
export { type AccountParts, type Actor, machineActor } from './actor.ts';
export {
  type AuditLog,
  type AuditOptions,
  type AuditRecorder,
  createAuditRecorder,
} from './audit/audit-log.ts';
export { createDirectory, type Directory, type DirectoryParts } from './directory.ts';
export { type FaultCode, fault, fieldOf, problemOf } from './fault.ts';
export { createFirstOwner, hasDefaultPassword, needsSetUp, type OwnerOptions, userNamed } from './first-run.ts';
export {
  createIdentityAdmission,
  type IdentityAdmission,
  type IdentityAdmissionParts,
  type Provisioning,
} from './identities/admission.ts';
export type { OwnIdentities } from './identities/own-identities.ts';
export { type BootstrapParts, ensureBootstrapKey } from './keys/bootstrap-key.ts';
export { KEY_METHOD, type Key, type KeyStatus } from './keys/key.ts';
export type { KeyAction } from './keys/key-access.ts';
export { createKeyDirectory, type KeyDirectory, type KeyPlacesOptions } from './keys/key-directory.ts';
export type { IssuedKey, KeyChange, KeyListQuery, Keys, NewKey, NewServiceKey } from './keys/keys.ts';
export type { OwnAccount, OwnActor } from './own-account.ts';
export type { PasswordParameters } from './password/argon2.ts';
export {
  createPasswordHasher,
  type PasswordHasher,
  type PasswordHasherOptions,
  type PasswordVerdict,
} from './password/password-hasher.ts';
export {
  createPasswordPolicy,
  type PasswordFault,
  type PasswordFaultCode,
  type PasswordPolicy,
  type PasswordPolicyOptions,
} from './password/password-policy.ts';
export { assertImportable, isImportable } from './password/stored-hash.ts';
export type { CustomRole } from './roles/custom-role.ts';
export type { CustomRoles, NewRole, RoleChange } from './roles/custom-roles.ts';
export { createLiveRoles, type LiveRoles, type LiveRolesParts } from './roles/live-roles.ts';
export { PERMISSION } from './roles/permission-form.ts';
export type { RoleDefinition, RoleSet, UserAction, UserRights } from './roles/role-set.ts';
export { type Authority, createRoles, type RoleInfo, type Roles } from './roles/roles.ts';
export { roleSets } from './roles/shipped.ts';
export type { SignUp, SignUpInput, SignUpMode } from './sign-up.ts';
export type { IssuedTicket, Redemption, TicketInfo, TicketPurpose, Tickets } from './tickets/tickets.ts';
export { noPasswords } from './users/passwords.ts';
export type { Profile } from './users/profile.ts';
export { nameOf, toPrincipal, toUser, type User, type UserIdentity } from './users/user.ts';
export type { UserChange } from './users/user-change.ts';
export type { Allowed } from './users/user-rights.ts';
export type { ListQuery, NewUser, Users } from './users/users.ts';
