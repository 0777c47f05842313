export { authorizeRequest, guardRequest, replaceQuery, type GuardedRequest } from './guard-request.ts';
export { NodeRequestView } from './node-request-view.ts';
export { requestState, requireRequestState, setPrincipal, type RequestState } from './request-state.ts';
export { addHeadersAtWrite } from './response-headers.ts';
export { whenListening, whenNextServerListens, type ServerAddress } from './server-address.ts';
export { groupedHeaders, writeResponse } from './write-response.ts';
