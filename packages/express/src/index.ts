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
export { getAuth, onSessionEnd, setPrincipal } from '@doorward/node';
export {
  doorward,
  link,
  mount,
  requireAuth,
  requirePermission,
  requireRole,
  type WithAuth,
} from './middleware.ts';
