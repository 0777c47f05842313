export type { Capabilities, Login, Me, Person, SsoLogin, Urls } from './capabilities.ts';
export { type ClientOptions, createClient, type DoorwardClient, type PasswordLogin } from './create-client.ts';
export { DoorwardError } from './doorward-error.ts';
export type { ApiClient } from './operations.ts';
export type {
  Account,
  Audit,
  AuditEvent,
  Key,
  Keys,
  Role,
  Roles,
  Session,
  Sessions,
  Ticket,
  User,
  Users,
} from './resources.ts';
