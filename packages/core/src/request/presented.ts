/**
 * Reads the explicit credentials of a request, wherever the schemes in use say that one may stand.
 *
 * @see RFC 9110 §11.4, RFC 6750 §2 (Bearer, query parameter)
 */

import type { CredentialPlaces } from '../scheme/scheme.ts';
import { CONTROL, MAX_CREDENTIAL_LENGTH, readAuthorization, wellFormed } from './authorization.ts';
import type { RequestView } from './request-view.ts';

/** What the client presented in so many words; the cookie is not part of it. */
export interface PresentedCredentials {
  readonly bearer?: string;
  readonly basic?: { readonly name: string; readonly password: string };
  /** Basic as it came (token68). Stands without {@link basic} until nobody recalled it by that. */
  readonly encodedBasic?: string;
  /** A value of `Authorization` without an auth scheme. */
  readonly bare?: string;
  /** `?access_token=`. */
  readonly query?: string;
  /** The auth scheme in lower case when it is neither Basic nor Bearer. */
  readonly otherScheme?: string;
  /** Of the headers that schemes name as their places. */
  readonly headers?: ReadonlyMap<string, string>;
  /** Of the query parameters that schemes name as their places. */
  readonly parameters?: ReadonlyMap<string, string>;
}

export type Presented =
  | { readonly kind: 'read'; readonly credentials: PresentedCredentials }
  /** None came. */
  | { readonly kind: 'none' }
  /** Not in the form that its standard asks for. */
  | { readonly kind: 'malformed' }
  /** One place holds two different credentials. */
  | { readonly kind: 'conflicting' };

export const QUERY_PARAMETER = 'access_token';

export interface CredentialReader {
  /** Headers that may hold a credential besides `Authorization`, in lower case. */
  readonly headers: readonly string[];
  /** Query parameters that may hold a credential: no app sees them. */
  readonly parameters: readonly string[];
  /** `query` is the raw query string. A lone `Authorization` is as it came: see {@link wellFormed}. */
  read(view: RequestView, query: string, ignoreAuthorization: boolean): Presented;
}

export function createCredentialReader(places: readonly CredentialPlaces[]): CredentialReader {
  const headers = [...new Set(places.flatMap((place) => place.headers ?? []))];
  const parameters = [...new Set([QUERY_PARAMETER, ...places.flatMap((place) => place.parameters ?? [])])];

  function isInQuery(query: string): boolean {
    if (query === '') return false;
    for (const name of parameters) if (query.includes(name)) return true;
    return false;
  }

  return {
    headers,
    parameters,
    read(view, query, ignoreAuthorization) {
      const isRead = !ignoreAuthorization && view.header('authorization') !== undefined;
      const authorization = isRead ? oneOf(view.headerLines('authorization')) : undefined;
      if (authorization === CONFLICT) return CONFLICTING;
      const fromHeader = authorization === undefined ? NOTHING : readAuthorization(authorization);
      if (fromHeader === null) return MALFORMED;
      const own = readHeaders(view, headers);
      if ('kind' in own) return own;
      const inQuery = isInQuery(query) ? readQuery(query, parameters) : NO_VALUES;
      if ('kind' in inQuery) return inQuery;
      // Without a spread in the common cases, which would take longer than all the rest.
      if (own.size === 0 && inQuery.size === 0)
        return fromHeader === NOTHING ? NONE : { kind: 'read', credentials: fromHeader };
      if (fromHeader === NOTHING && inQuery.size === 0) return { kind: 'read', credentials: { headers: own } };
      const checked = wellFormed(fromHeader);
      return checked === null ? MALFORMED : { kind: 'read', credentials: joined(checked, own, inQuery) };
    },
  };
}

type Values = ReadonlyMap<string, string>;

function joined(fromHeader: PresentedCredentials, own: Values, inQuery: Values): PresentedCredentials {
  const token = inQuery.get(QUERY_PARAMETER);
  const others = inQuery.size > (token === undefined ? 0 : 1);
  return {
    ...fromHeader,
    ...(own.size === 0 ? {} : { headers: own }),
    ...(token === undefined ? {} : { query: token }),
    ...(others ? { parameters: inQuery } : {}),
  };
}

/** True when two places hold different values. One of a kind that nobody here knows differs from all others. */
export function hasDifferentValues(credentials: PresentedCredentials): boolean {
  const { bearer, basic, bare, query, headers, parameters, otherScheme } = credentials;
  const places = placesIn(credentials);
  if (otherScheme !== undefined && bare === undefined) return places > 0;
  if (places < 2) return false;
  let first: string | undefined;
  const differs = (value: string | undefined): boolean => {
    first ??= value;
    return value !== undefined && value !== first;
  };
  if (differs(bearer) || differs(basic?.password) || differs(bare) || differs(query)) return true;
  for (const values of [headers, parameters]) {
    if (values !== undefined) for (const value of values.values()) if (differs(value)) return true;
  }
  return false;
}

/** In how many places something stands. */
export function placesIn(credentials: PresentedCredentials): number {
  const { bearer, basic, encodedBasic, bare, query, headers, parameters } = credentials;
  let places = (headers?.size ?? 0) + (parameters?.size ?? 0);
  // One by one: a list of them would be made for each request.
  if (bearer !== undefined) places += 1;
  if (basic !== undefined || encodedBasic !== undefined) places += 1;
  if (bare !== undefined) places += 1;
  if (query !== undefined) places += 1;
  return places;
}

/** The credentials at some places, and the others; `null` for none. */
export interface SplitCredentials {
  readonly at: PresentedCredentials | null;
  readonly beside: PresentedCredentials | null;
}

/** Parts what stands in the headers and parameters of `places` from the rest. */
export function splitAt(credentials: PresentedCredentials, places: CredentialPlaces): SplitCredentials {
  const { headers, parameters, ...others } = credentials;
  const isHeader = (name: string): boolean => places.headers?.includes(name) === true;
  const isParameter = (name: string): boolean => places.parameters?.includes(name) === true;
  return {
    at: nullIfEmpty({ ...pick('headers', headers, isHeader), ...pick('parameters', parameters, isParameter) }),
    beside: nullIfEmpty({
      ...others,
      ...pick('headers', headers, (name) => !isHeader(name)),
      ...pick('parameters', parameters, (name) => !isParameter(name)),
    }),
  };
}

function pick(
  member: 'headers' | 'parameters',
  values: ReadonlyMap<string, string> | undefined,
  isWanted: (name: string) => boolean,
): PresentedCredentials {
  const wanted = [...(values ?? [])].filter(([name]) => isWanted(name));
  return wanted.length === 0 ? {} : { [member]: new Map(wanted) };
}

function nullIfEmpty(credentials: PresentedCredentials): PresentedCredentials | null {
  return Object.keys(credentials).length === 0 ? null : credentials;
}

const NONE: Presented = Object.freeze({ kind: 'none' });
const MALFORMED = Object.freeze({ kind: 'malformed' } as const);
const CONFLICTING = Object.freeze({ kind: 'conflicting' } as const);
const CONFLICT: unique symbol = Symbol('conflict');
const NOTHING: PresentedCredentials = Object.freeze({});
const NO_VALUES: Values = new Map();

/** The one value of a place that was filled several times. */
function oneOf(values: readonly string[]): string | undefined | typeof CONFLICT {
  const first = values[0];
  for (let i = 1; i < values.length; i += 1) if (values[i] !== first) return CONFLICT;
  return first;
}

type ReadValues = Values | typeof MALFORMED | typeof CONFLICTING;

function readHeaders(view: RequestView, names: readonly string[]): ReadValues {
  let found: Map<string, string> | undefined;
  for (const name of names) {
    if (view.header(name) === undefined) continue;
    const value = readable(view.headerLines(name));
    if (typeof value === 'object') return value;
    if (value !== undefined) found = (found ?? new Map()).set(name, value);
  }
  return found ?? NO_VALUES;
}

function readQuery(query: string, names: readonly string[]): ReadValues {
  const search = new URLSearchParams(query);
  const found = new Map<string, string>();
  for (const name of names) {
    const value = readable(search.getAll(name));
    if (typeof value === 'object') return value;
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

function readable(values: readonly string[]): string | undefined | typeof MALFORMED | typeof CONFLICTING {
  const value = oneOf(values);
  if (value === CONFLICT) return CONFLICTING;
  if (value === undefined) return undefined;
  return value.length > MAX_CREDENTIAL_LENGTH || CONTROL.test(value) ? MALFORMED : value;
}
