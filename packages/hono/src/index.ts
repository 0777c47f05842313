export {
  type Accounts,
  AuthError,
  createApp,
  createAuth,
  type Doorward,
  type DoorwardOptions,
  isAuthError,
  type MountOptions,
  type Principal,
  type RequestAuth,
  type RoleSet,
  type Site,
} from '@doorward/auth';
export { onSessionEnd, setPrincipal } from '@doorward/node';
export {
  type AuthEnv,
  doorward,
  getAuth,
  link,
  mount,
  requireAuth,
  requirePermission,
  requireRole,
} from './middleware.ts';
