export { type AttachOptions, attachServer, isAttached } from './attach-server.ts';
export { authorizeRequest, type GuardedRequest, guardRequest, replaceQuery } from './guard-request.ts';
export { onSessionEnd } from './live-request.ts';
export { createMountTable, type Mount, type MountTable, type PlannedMount } from './mount/mount-table.ts';
export {
  type FetchHandler,
  type MountableApp,
  type MountedApp,
  type NodeHandler,
  toMountedApp,
  type UpgradeHandler,
} from './mount/mountable-app.ts';
export { createSite, type MountedSite, type SiteContext, type SiteOptions } from './mount/site.ts';
export { NodeRequestView } from './node-request-view.ts';
export { getAuth, type RequestState, requestState, requireRequestState, setPrincipal } from './request-state.ts';
export { type ServerAddress, whenListening, whenNextServerListens } from './server-address.ts';
export { groupedHeaders, headersInit, writeResponse } from './write-response.ts';
