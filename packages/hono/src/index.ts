export { createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
export { setPrincipal } from '@doorward/node';
export { doorward, getAuth, requireAuth, requirePermission, requireRole, type AuthEnv } from './middleware.ts';
