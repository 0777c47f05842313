/**
 * Requests as browsers and scripts send them, to one server.
 */

import { type RawResponse, rawRequest } from '@doorward/testing';
import { passwordOf } from './data-folder.ts';
import { KEY, type Tool } from './tool-process.ts';

/** What a browser adds when a person opens an address. */
export const PAGE: readonly string[] = ['Accept: text/html', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];

export interface Sent {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly cookie?: string;
  /** With a call of the API: in place of the key of the tests; `null` sends none. */
  readonly key?: string | null;
  /** With a form: in place of what a browser says when the form is ours. */
  readonly headers?: readonly string[];
}

export interface Answer extends RawResponse {
  /** The JSON body; `undefined` when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: every test looks for another shape, and fails on the wrong one.
  readonly json: any;
}

export type Ask = (target: string, sent?: Sent) => Promise<Answer>;

export function clientOf({ port }: Pick<Tool, 'port'>): Ask {
  return async (target, { method, json, form, cookie, key = KEY, headers = [] } = {}) => {
    const lines = [...headers];
    if (key !== null && API.test(target)) lines.push(`X-API-KEY: ${key}`);
    if (cookie !== undefined) lines.push(`Cookie: ${cookie}`);
    if (json !== undefined) lines.push('Content-Type: application/json');
    if (form !== undefined) lines.push(FORM, ...PAGE, ...(headers.length === 0 ? ['Sec-Fetch-Site: same-origin'] : []));
    const body = json !== undefined ? JSON.stringify(json) : new URLSearchParams(form).toString();
    const isWrite = json !== undefined || form !== undefined;
    const request = { method: method ?? (isWrite ? 'POST' : 'GET'), target, headers: lines, body };
    const answer = await rawRequest(port, request);
    const text = Buffer.from(answer.body, 'latin1').toString();
    return { ...answer, body: text, json: parse(text) };
  };
}

/** Below the base path of a test, or of none. */
const API = /^(?:\/tools\/sluice)?\/api\//;

const FORM = 'Content-Type: application/x-www-form-urlencoded';

/** Signs in by the API with the password of the test, or another; answers the cookie. */
export async function signIn(ask: Ask, username: string, password: string = passwordOf(username)): Promise<string> {
  return cookieOf(await session(ask, username, password));
}

/** The same for a client that keeps the token. */
export async function tokenOf(ask: Ask, username: string, password: string = passwordOf(username)): Promise<string> {
  return (await session(ask, username, password)).json.session.token;
}

async function session(ask: Ask, username: string, password: string): Promise<Answer> {
  const answer = await ask('/api/sessions', { json: { session: { username, password } } });
  if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.status} ${answer.body}`);
  return answer;
}

/** The cookies that an answer sets, for a `Cookie` header. */
export function cookieOf(answer: RawResponse): string {
  return answer
    .all('set-cookie')
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

/** The status line, the status of the body and the type of the error, which belong together. */
export function errorOf({ status, json }: Answer): readonly unknown[] {
  return [status, json?.status, json?.error?.code, json?.error?.type];
}

/** As {@link errorOf} answers them. */
export const ERRORS = {
  401: [401, 401, 401, 'invalid_oauth_token'],
  402: [402, 402, 402, 'record_invalid'],
  403: [403, 403, 403, 'unauthorized_access'],
  404: [404, 404, 404, 'record_not_found'],
  key: [403, 403, 403, 'invalid_api_key'],
  expired: [401, 401, 401, 'expired_oauth_token'],
} as const;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
