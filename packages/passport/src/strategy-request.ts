/**
 * The request that a strategy sees: one of ours, with what strategies read. Of the real one nothing reaches it but what
 * the contracts of the core give: no cookie, no header, no session of the app.
 */

/** Values that a strategy keeps from the beginning of a sign-in to its end. Without a prototype, as JSON. */
export type LoginSession = Record<string, unknown>;

export type Fields = Record<string, string>;

/** As Express, Connect and Node name it. */
export interface StrategyRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly url: string;
  readonly originalUrl: string;
  readonly protocol: 'http' | 'https';
  readonly secure: boolean;
  readonly hostname: string;
  readonly headers: Fields;
  readonly query: Fields;
  readonly body: Fields;
  readonly params: Fields;
  readonly session: LoginSession | undefined;
  readonly connection: { readonly encrypted: boolean };
  readonly socket: { readonly encrypted: boolean };
  /** A header. */
  get(name: string): string | undefined;
}

/** Where a browser begins to sign in, or comes back to. Posted or not, parameters stand in query and body. */
export function browserRequest(address: URL, parameters: URLSearchParams, session: LoginSession): StrategyRequest {
  const query = parameters.toString();
  const url = address.pathname + (query === '' ? '' : `?${query}`);
  const secure = address.protocol === 'https:';
  const headers = fieldsOf([['host', address.host]]);
  const at = {
    url,
    originalUrl: url,
    protocol: secure ? 'https' : 'http',
    secure,
    hostname: address.hostname,
  } as const;
  const fields = { query: fieldsOf(parameters), body: fieldsOf(parameters) };
  return { method: 'GET', ...at, ...fields, ...common(headers, secure), session };
}

/** A login form with these fields. */
export function formRequest(fields: Iterable<readonly [string, string]>): StrategyRequest {
  const at = { url: '/', originalUrl: '/', protocol: 'http', secure: false, hostname: '' } as const;
  const body = fieldsOf(fields);
  return { method: 'POST', ...at, query: fieldsOf([]), body, ...common(fieldsOf([]), false), session: undefined };
}

function common(headers: Fields, encrypted: boolean) {
  return {
    headers,
    params: fieldsOf([]),
    connection: { encrypted },
    socket: { encrypted },
    get: (name: string): string | undefined => headers[name.toLowerCase()],
  };
}

/** Names such as `__proto__` are names like any other in it. */
function fieldsOf(entries: Iterable<readonly [string, string]>): Fields {
  return withoutPrototype(Object.fromEntries(entries));
}

/** A copy of what is in it, and nothing else. */
export function withoutPrototype<Value>(object: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.assign(Object.create(null), object);
}
