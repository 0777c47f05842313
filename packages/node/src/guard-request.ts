/**
 * The guard around a Node request: the one place that joins the decision with Node's request and
 * response. Adapters write the answer in their framework's way.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ANONYMOUS,
  type Auth,
  andThen,
  type Continue,
  cookiesBeside,
  type Decision,
  type Endpoint,
  type HeaderList,
  type MaybePromise,
  type Policy,
  type PolicyFor,
  problemResponse,
  problems,
  RequestAuth,
  type RequestView,
  type Respond,
  type RuleFinder,
  relativePath,
  requestPath,
} from '@doorward/core';
import { toFetchRequest, toRespond, wasBodyRead } from './endpoint-request.ts';
import { NodeRequestView } from './node-request-view.ts';
import {
  outerPrincipal,
  type RequestState,
  requestState,
  requireRequestState,
  setRequestState,
} from './request-state.ts';
import { hookWriteHead } from './response-headers.ts';

export interface GuardedRequest {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The request target as it arrived. */
  readonly target: string;
  /** The prefix below which the guard is mounted. */
  readonly rootPath: string;
  /** The apps mounted below this guard; `null` when there are none. */
  readonly mounts: RuleFinder | null;
  /** What a body parser made of the body, or a promise of it; asked for only when the stream is gone. */
  readonly parsedBody: () => unknown;
}

/** Where a guard stands. */
type Place = Pick<GuardedRequest, 'mounts' | 'rootPath'>;

/** Lets the request in, with what the app may know, or answers it. Runs once per request. */
export function guardRequest(auth: Auth, request: GuardedRequest): MaybePromise<RequestAuth | Respond> {
  const { message, target, rootPath, mounts } = request;
  const earlier = requestState(message);
  const view = new NodeRequestView(message, target, rootPath, mounts);
  if (earlier !== undefined) return mounts === null ? earlier.request : enterMounted(earlier, view, mounts);
  const decision = decide(auth, message, view);
  return decision instanceof Promise
    ? decision.then((made) => settle(auth, request, view, made))
    : settle(auth, request, view, decision);
}

/** The same for a request to upgrade, which has a socket in place of a response. */
export function guardUpgrade(
  auth: Auth,
  message: IncomingMessage,
  { mounts, rootPath }: Place,
): MaybePromise<RequestAuth | Respond> {
  const view = new NodeRequestView(message, message.url ?? '/', rootPath, mounts, true);
  const earlier = requestState(message);
  if (earlier !== undefined) return mounts === null ? earlier.request : enterMounted(earlier, view, mounts);
  return andThen(decide(auth, message, view), (decision) => {
    if (decision.kind === 'endpoint') return problemResponse(problems.badTarget);
    return decision.kind === 'respond' ? decision : letIn(auth, message, view, decision);
  });
}

/** The bare decision, before anything was done about it. */
export function judgeRequest(
  auth: Auth,
  message: IncomingMessage,
  { mounts, rootPath }: Place,
): MaybePromise<Decision> {
  return decide(auth, message, new NodeRequestView(message, message.url ?? '/', rootPath, mounts));
}

/**
 * What a route demands beyond the guard; `request` is what a policy that depends on the request is asked with.
 *
 * @throws AuthError `node/guard-missing` without a guard before.
 */
export function authorizeRequest<R>(
  message: IncomingMessage,
  policy: PolicyFor<R>,
  request: R,
): MaybePromise<RequestAuth | Respond> {
  const state = requireRequestState(message);
  if (typeof policy !== 'function') return authorize(state, policy, state.view);
  // Who is nobody is told so, whatever the function makes of the request.
  if (state.request.principal === null) return authorize(state, {}, state.view);
  return andThen(policy(request), (made) => authorize(state, made, state.view));
}

/** A target with another query; `''` leaves none. */
export function replaceQuery(target: string, query: string): string {
  return target.replace(/\?.*$/s, query === '' ? '' : `?${query}`);
}

/** A login of the user's own in front has named the principal already. */
function decide(auth: Auth, message: IncomingMessage, view: RequestView): MaybePromise<Decision> {
  const principal = outerPrincipal(message);
  if (principal === undefined) return auth.begin(view);
  const decision: Continue = { ...ANONYMOUS, principal, personal: true };
  const path = pathBelow(auth, view);
  const rules = path === null ? undefined : view.mounts?.find(path);
  return rules?.policy
    ? andThen(auth.authorize(decision, rules.policy, view), (refusal) => refusal ?? decision)
    : decision;
}

/** A guard around this one has decided; what the mounted app demands beyond that remains. */
function enterMounted(
  earlier: RequestState,
  view: RequestView,
  mounts: RuleFinder,
): MaybePromise<RequestAuth | Respond> {
  const path = pathBelow(earlier.auth, view);
  if (path === null) return earlier.request;
  const rules = mounts.find(path);
  if (rules.isPublic(view.method, path)) return earlier.request;
  return authorize(earlier, rules.policy ?? {}, view);
}

function pathBelow(auth: Auth, view: RequestView): string | null {
  return relativePath(auth.site(view.rootPath), requestPath(view.target));
}

function authorize(
  { auth, request }: RequestState,
  policy: Policy,
  view: RequestView,
): MaybePromise<RequestAuth | Respond> {
  return andThen(auth.authorize(request.decision, policy, view), (refusal) => refusal ?? request);
}

function settle(
  auth: Auth,
  request: GuardedRequest,
  view: RequestView,
  decision: Decision,
): MaybePromise<RequestAuth | Respond> {
  if (decision.kind === 'respond') return decision;
  if (decision.kind === 'endpoint') return answerEndpoint(auth, request, decision);
  hookWriteHead(request.response);
  return letIn(auth, request.message, view, decision);
}

function letIn(auth: Auth, message: IncomingMessage, view: RequestView, decision: Continue): RequestAuth {
  if (decision.query !== null) hideQueryCredential(message, decision.query);
  const site = auth.site(view.rootPath);
  const request = new RequestAuth(decision, site, site.visible, { auth, view });
  setRequestState(message, { auth, view, request });
  return request;
}

async function answerEndpoint(auth: Auth, request: GuardedRequest, { context, headers }: Endpoint): Promise<Respond> {
  const { message, target } = request;
  const parsed = wasBodyRead(message) ? await request.parsedBody() : undefined;
  const answer = await toRespond(await auth.handle(toFetchRequest(message, target, parsed), context));
  return { ...answer, headers: joined(answer.headers, headers) };
}

/** A cookie that the endpoint set itself counts before one of the guard's. */
function joined(answered: HeaderList, added: HeaderList): HeaderList {
  const cookies = cookiesBeside(valuesOf(answered, 'set-cookie'), valuesOf(added, 'set-cookie'));
  const all = [...answered, ...added.filter(([name]) => name !== 'set-cookie')];
  if (cookies.length === 0) return all;
  return [
    ...all.filter(([name]) => name !== 'cache-control'),
    ...cookies.map((cookie) => ['set-cookie', cookie] as const),
    ['cache-control', 'no-store'],
  ];
}

const valuesOf = (headers: HeaderList, wanted: string): readonly string[] =>
  headers.filter(([name]) => name === wanted).map(([, value]) => value);

/** The app, and whoever logs for it, sees the address without the credential. */
function hideQueryCredential(message: IncomingMessage & { originalUrl?: string }, query: string): void {
  message.url = replaceQuery(message.url ?? '/', query);
  if (message.originalUrl !== undefined) message.originalUrl = replaceQuery(message.originalUrl, query);
}
