/**
 * Forward-auth: a proxy asks about each request before it passes it on to an app that has no guard of its own.
 *
 * | the original request        | status | for the proxy                                            |
 * |-----------------------------|--------|----------------------------------------------------------|
 * | may pass                    | 200    | who it is, as `Remote-User` and the like                 |
 * | needs a sign-in             | 401    | `X-Auth-Login`: where to send the browser, where there is one |
 * | may not, or cannot be read  | 403    |                                                          |
 * | cannot be decided           | 503    |                                                          |
 *
 * With `?redirect` in the address of the endpoint the answer is the one for the client itself: a proxy that
 * passes it on as it is (Traefik, Caddy) needs that.
 *
 * @see nginx auth_request, Traefik ForwardAuth, Caddy forward_auth
 */

import type { Principal } from './access/principal.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { RequestView } from './request/request-view.ts';
import type { Challenger } from './response/challenge.ts';
import type { Continue, Decision, HeaderList, Respond } from './response/decision.ts';
import { problems } from './response/problems.ts';

export interface ForwardAuthParts {
  readonly challenger: Challenger;
  /** True for a proxy that the configuration trusts. */
  readonly isProxy: (view: RequestView) => boolean;
  /** Decides on the original request. */
  readonly decide: (view: RequestView) => MaybePromise<Decision>;
}

const URI_HEADER = 'x-forwarded-uri';
const METHOD_HEADER = 'x-forwarded-method';

export function createForwardAuth({ challenger, isProxy, decide }: ForwardAuthParts) {
  return function verify(view: RequestView): MaybePromise<Respond> {
    const original = isProxy(view) ? originalOf(view) : null;
    // Nobody but the proxy is believed what the original was; a second question about the question is none.
    if (original === null || view instanceof OriginalView) return challenger.refuse(view, problems.forbidden);
    const asClient = new URLSearchParams(view.target.split('?', 2)[1] ?? '').has('redirect');
    return andThen(decide(original), (decision): MaybePromise<Respond> => {
      if (decision.kind === 'continue') return letIn(decision);
      // Our own pages are no part of the app behind the proxy.
      if (decision.kind === 'endpoint') return challenger.refuse(view, problems.forbidden);
      return asClient ? decision : forProxy(decision);
    });
  };
}

/** `null` when the proxy does not say it once and clearly. */
function originalOf(view: RequestView): OriginalView | null {
  const [uri, ...moreUris] = view.headerLines(URI_HEADER);
  const [method, ...moreMethods] = view.headerLines(METHOD_HEADER);
  if (uri === undefined || method === undefined || moreUris.length + moreMethods.length > 0) return null;
  return uri.startsWith('/') && /^[A-Z]{1,32}$/.test(method) ? new OriginalView(view, method, uri) : null;
}

/** The request that the proxy asks about: its method and target, and the headers that it was sent with. */
class OriginalView implements RequestView {
  readonly method: string;
  readonly target: string;
  readonly mounts = null;
  readonly #asking: RequestView;

  constructor(asking: RequestView, method: string, target: string) {
    this.#asking = asking;
    this.method = method;
    this.target = target;
  }

  get rootPath(): string {
    return this.#asking.rootPath;
  }

  get remoteAddress(): string | undefined {
    return this.#asking.remoteAddress;
  }

  /** Proxies leave out `Connection` and maybe `Upgrade` of the original; what a socket sends besides they pass on. */
  get upgrade(): boolean {
    return this.#asking.header('upgrade') !== undefined || this.#asking.header('sec-websocket-key') !== undefined;
  }

  header(name: string): string | undefined {
    return this.#asking.header(name);
  }

  headerLines(name: string): readonly string[] {
    return this.#asking.headerLines(name);
  }
}

function letIn({ principal, cookies, headers }: Continue): Respond {
  const set = cookies.map((cookie) => ['set-cookie', cookie] as const);
  return {
    kind: 'respond',
    status: 200,
    headers: [...NO_STORE, ...identityOf(principal), ...set, ...headers],
    body: '',
  };
}

const NO_STORE: HeaderList = [['cache-control', 'no-store']];

/**
 * All of them each time, empty for a stranger on a public path: a proxy that copies them then overwrites what
 * the client sent under the same names.
 */
function identityOf(principal: Principal | null): HeaderList {
  return [
    ['remote-user', printable(principal?.subject ?? '')],
    ['remote-name', printable(principal?.name ?? '')],
    ['remote-groups', printable(principal?.roles.join(',') ?? '')],
  ];
}

/** Header values are ASCII (RFC 9110 §5.5): whatever else is there is percent-encoded as UTF-8. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x24\x26-\x7e]+/gu, (odd) =>
    encodeURIComponent(odd.replace(/\p{Surrogate}/gu, '\ufffd')),
  );
}

/** What proxies understand: 401 or 403, with the way to the login page beside it. */
function forProxy(refusal: Respond): Respond {
  const { status, headers } = refusal;
  if (status === 401 || status === 403 || status === 429 || status >= 500) return refusal;
  const location = headers.find(([name]) => name === 'location')?.[1];
  if (location === undefined) return { ...refusal, status: 403 };
  const kept = headers.filter(([name]) => name === 'set-cookie');
  return {
    kind: 'respond',
    status: 401,
    headers: [...NO_STORE, ['x-auth-login', location], ...kept],
    body: '',
  };
}
