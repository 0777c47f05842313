/**
 * The guard around a Node request: the one place that joins the decision with Node's request and
 * response. Adapters write the answer in their framework's way.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Auth,
  andThen,
  type Continue,
  type Decision,
  type EndpointContext,
  type MaybePromise,
  type Policy,
  RequestAuth,
  type Respond,
} from '@doorward/core';
import { toFetchRequest, toRespond, wasBodyRead } from './endpoint-request.ts';
import { NodeRequestView } from './node-request-view.ts';
import { outerPrincipal, requestState, requireRequestState, setRequestState } from './request-state.ts';
import { addHeadersAtWrite } from './response-headers.ts';

export interface GuardedRequest {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The request target as it arrived. */
  readonly target: string;
  /** The prefix below which the guard is mounted. */
  readonly rootPath: string;
  /** What a body parser made of the body, or a promise of it; asked for only when the stream is gone. */
  readonly parsedBody: () => unknown;
}

/** Lets the request in, with what the app may know, or answers it. Runs once per request. */
export function guardRequest(auth: Auth, request: GuardedRequest): MaybePromise<RequestAuth | Respond> {
  const { message, target, rootPath } = request;
  const earlier = requestState(message);
  if (earlier !== undefined) return earlier.request;
  const view = new NodeRequestView(message, target, rootPath);
  const outer = outerPrincipal(message);
  const decision = outer === undefined ? auth.begin(view) : { ...KEPT, principal: outer };
  return decision instanceof Promise
    ? decision.then((made) => settle(auth, request, view, made))
    : settle(auth, request, view, decision);
}

const KEPT: Omit<Continue, 'principal'> = {
  kind: 'continue',
  session: null,
  cookies: [],
  headers: [],
  personal: true,
  query: null,
};

function settle(
  auth: Auth,
  request: GuardedRequest,
  view: NodeRequestView,
  decision: Decision,
): MaybePromise<RequestAuth | Respond> {
  if (decision.kind === 'respond') return decision;
  if (decision.kind === 'endpoint') {
    return answerEndpoint(auth, request, decision.context);
  }
  if (decision.query !== null) hideQueryCredential(request.message, decision.query);
  addHeadersAtWrite(request.response, decision);
  const result = new RequestAuth(decision, auth.site(request.rootPath).visible);
  setRequestState(request.message, { auth, view, request: result });
  return result;
}

async function answerEndpoint(auth: Auth, request: GuardedRequest, context: EndpointContext): Promise<Respond> {
  const { message, target } = request;
  const parsed = wasBodyRead(message) ? await request.parsedBody() : undefined;
  return toRespond(await auth.handle(toFetchRequest(message, target, parsed), context));
}

/** What a route demands beyond the guard. @throws AuthError `node/guard-missing` without a guard before. */
export function authorizeRequest(message: IncomingMessage, policy: Policy): MaybePromise<RequestAuth | Respond> {
  const { auth, view, request } = requireRequestState(message);
  return andThen(auth.authorize(request.decision, policy, view), (refusal) => refusal ?? request);
}

/** A target with another query; `''` leaves none. */
export function replaceQuery(target: string, query: string): string {
  return target.replace(/\?.*$/s, query === '' ? '' : `?${query}`);
}

/** The app, and whoever logs for it, sees the address without the credential. */
function hideQueryCredential(message: IncomingMessage & { originalUrl?: string }, query: string): void {
  message.url = replaceQuery(message.url ?? '/', query);
  if (message.originalUrl !== undefined) message.originalUrl = replaceQuery(message.originalUrl, query);
}
