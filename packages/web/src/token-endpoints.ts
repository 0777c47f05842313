/**
 * Refreshing and revoking tokens, for clients that are no browsers. Both take a form, as OAuth says, read no
 * cookie, and set none.
 *
 * | endpoint | grant or token                     | answer                         |
 * |----------|------------------------------------|--------------------------------|
 * | token    | `refresh_token`                    | 200 and the next pair          |
 * | token    | `password`, where it is switched on | 200 and a pair                |
 * | revoke   | an access or refresh token         | 200, also for one that is over |
 *
 * @see RFC 6749 §4.3, §5, §6; RFC 7009 §2
 */

import { FetchRequestView, type HeaderList, problems, type SignInRefusal, type TokenPair } from '@doorward/core';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type EndpointTools, type Env, retryAfter } from './endpoint-tools.ts';
import { MAX_BODY_BYTES, readFormBody } from './form-body.ts';
import { toResponse } from './responses.ts';

export interface TokenEndpointOptions {
  /** The token endpoint takes name and password. */
  readonly passwordGrant: boolean;
}

type Fields = ReadonlyMap<string, string>;

export function createTokenEndpoint(tools: EndpointTools, { passwordGrant }: TokenEndpointOptions): Hono<Env> {
  const { core } = tools;

  async function refresh(c: Context<Env>, fields: Fields): Promise<Response> {
    const token = fields.get('refresh_token') ?? '';
    if (token === '') return refusal('invalid_request', 'Send the refresh token as refresh_token.');
    const renewed = await core.signIn.refresh(tools.clientOf(c), token);
    if (renewed === null)
      return refusal('invalid_grant', 'The refresh token is over, or was used before. Sign in again.');
    return answer(renewed.pair, core.now());
  }

  async function password(c: Context<Env>, fields: Fields): Promise<Response> {
    const [name = '', typed = ''] = [fields.get('username'), fields.get('password')];
    if (name === '' || typed === '') return refusal('invalid_request', 'Send username and password.');
    const attempt = { name, password: typed, isLocal: c.env.isLocal };
    const outcome = await core.signIn.forTokens(attempt, { ...tools.clientOf(c), cookieHeader: undefined });
    return outcome.kind === 'signed-in' ? answer(outcome.pair, core.now()) : refusalOf(outcome);
  }

  return formEndpoint(tools, (c, fields) => {
    const grant = fields.get('grant_type');
    if (grant === 'refresh_token') return refresh(c, fields);
    if (grant === 'password' && passwordGrant) return password(c, fields);
    if (grant === undefined) return refusal('invalid_request', 'Send grant_type.');
    return refusal('unsupported_grant_type', `Send grant_type=refresh_token${passwordGrant ? ' or password' : ''}.`);
  });
}

export function createRevokeEndpoint(tools: EndpointTools): Hono<Env> {
  return formEndpoint(tools, async (c, fields) => {
    const token = fields.get('token') ?? '';
    if (token === '') return refusal('invalid_request', 'Send the token as token.');
    await tools.core.signIn.revoke(token, c.env.clientAddress);
    return toResponse({ kind: 'respond', status: 200, headers: NO_STORE, body: '' });
  });
}

type Handler = (c: Context<Env>, fields: Fields) => Response | Promise<Response>;

function formEndpoint(tools: EndpointTools, handle: Handler): Hono<Env> {
  const { core } = tools;
  const app = new Hono<Env>();
  app.use(
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refusal('invalid_request', 'A form is at most 16 kB.', 413) }),
  );
  app.onError((error) => {
    core.onError(error);
    const { retryAfterSeconds = 5 } = problems.unavailable;
    return refusal('temporarily_unavailable', problems.unavailable.detail, 503, retryAfterSeconds);
  });
  app.post('/', async (c) => {
    if (core.origins.isForeign(new FetchRequestView(c.req.raw, c.env.rootPath))) {
      return tools.problem(c, problems.crossSiteRequest);
    }
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'form') return handle(c, body.fields);
    const status = body.kind === 'problem' ? body.problem.status : 415;
    return refusal('invalid_request', 'Send application/x-www-form-urlencoded, each field once.', status);
  });
  tools.finish(app, 'POST');
  return app;
}

const NO_STORE: HeaderList = [
  ['cache-control', 'no-store'],
  ['pragma', 'no-cache'],
];

/** RFC 6749 §5.1. Lifetimes in seconds. */
function answer(pair: TokenPair, now: number): Response {
  const { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt } = pair;
  return respond(200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: secondsTo(accessExpiresAt, now),
    ...(refreshToken === null || refreshExpiresAt === null
      ? {}
      : { refresh_token: refreshToken, refresh_expires_in: secondsTo(refreshExpiresAt, now) }),
  });
}

const secondsTo = (time: number, now: number): number => Math.max(0, Math.floor((time - now) / 1000));

function refusalOf(outcome: SignInRefusal): Response {
  switch (outcome.kind) {
    case 'refused':
      return refusal('invalid_grant', 'That name or password is not right.');
    case 'waiting':
      return refusal('invalid_grant', 'The account waits for approval.');
    case 'limited':
      return refusal('invalid_grant', 'Too many wrong attempts. Try again later.', 429, outcome.retryAfterSeconds);
  }
}

/** RFC 6749 §5.2. */
function refusal(error: string, description: string, status = 400, retryAfterSeconds?: number): Response {
  const retry = retryAfterSeconds === undefined ? [] : retryAfter({ ...problems.unavailable, retryAfterSeconds });
  return respond(status, { error, error_description: description }, retry);
}

function respond(status: number, body: object, headers: HeaderList = []): Response {
  const type = ['content-type', 'application/json'] as const;
  return toResponse({ kind: 'respond', status, headers: [type, ...NO_STORE, ...headers], body: JSON.stringify(body) });
}
