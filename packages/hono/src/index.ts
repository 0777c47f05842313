export { createApp, createAuth, type Doorward, type DoorwardOptions, type MountOptions, type Site } from '@doorward/auth';
export { onSessionEnd, setPrincipal } from '@doorward/node';
export { doorward, getAuth, link, mount, requireAuth, requirePermission, requireRole, type AuthEnv } from './middleware.ts';
