/**
 * Signing in with a provider.
 *
 * | path             | navigation                           | other clients            |
 * |------------------|--------------------------------------|--------------------------|
 * | `/<id>`          | 303 to the provider                  | 200 and `{ url }`        |
 * | the same with `iss`, also posted | the same, where another site may begin it; else 400 | the same |
 * | `/<id>/callback` | 303 to the page that was asked for   | the same                 |
 * | `/<id>/signed-out`, by the provider itself | | POST: 200, or 400 for what does not come from it |
 * | the same, in a frame on its page | GET: the same |     |
 *
 * A callback that is posted goes on as one that is opened, since it comes without the cookie.
 *
 * What goes wrong is shown on the login page, which has the other ways in.
 */

import {
  type Connecting,
  FetchRequestView,
  type HeaderList,
  isNavigation,
  type Problem,
  type ProviderInvitation,
  pathAtOrigin,
  problems,
} from '@doorward/core';
import { type Context, Hono } from 'hono';
import { type EndpointTools, type Env, retryAfter, wantsPage, withCookies } from './endpoint-tools.ts';
import { readFormBody } from './form-body.ts';
import { type LoginPage, WAITING } from './login-endpoints.ts';
import { type NoticeName, withNotice } from './notice.tsx';
import type { WebPeople } from './people.ts';
import { jsonResponse, redirect, seeOther, toResponse } from './responses.ts';

const JSON_TYPE = ['content-type', 'application/json'] as const;
const NO_STORE: HeaderList = [['cache-control', 'no-store']];

export function createProviderEndpoint(
  tools: EndpointTools,
  loginPage: LoginPage,
  { people, publicOrigin }: { readonly people: WebPeople | null; readonly publicOrigin: string | null },
): Hono<Env> {
  const { core, siteOf, clientOf } = tools;

  async function begin(c: Context<Env>): Promise<Response> {
    const invitation = await invitationOf(c, new URL(c.req.url).searchParams);
    if (invitation.kind !== 'none') return beginInvited(c, invitation);
    return lead(c, { next: loginPage.returnPath(c, c.req.query('next')), hint: null });
  }

  /** A form of another site can only invite: our own pages have links. */
  async function beginPosted(c: Context<Env>): Promise<Response> {
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'problem') return tools.problem(c, body.problem);
    return beginInvited(c, await invitationOf(c, new URLSearchParams([...body.fields])));
  }

  async function invitationOf(c: Context<Env>, parameters: URLSearchParams): Promise<ProviderInvitation> {
    const provider = core.providers.find(({ id }) => id === c.req.param('id'));
    return (await provider?.invitation?.(parameters)) ?? { kind: 'none' };
  }

  /** @see OpenID Connect Core §4 */
  async function beginInvited(c: Context<Env>, invitation: ProviderInvitation): Promise<Response> {
    if (invitation.kind !== 'invited') return refuse(c, problems.providerInvitation, null);
    const { target, hint } = invitation;
    return lead(c, { next: loginPage.returnPath(c, pathAtOrigin(target, publicOrigin ?? '')), hint });
  }

  async function lead(
    c: Context<Env>,
    { next, hint }: { readonly next: string | null; readonly hint: string | null },
  ): Promise<Response> {
    const id = c.req.param('id') ?? '';
    try {
      const { url, cookies } = await core.providerSignIn.begin(id, siteOf(c), { next, hint, client: clientOf(c) });
      const headers = withCookies(cookies);
      const isPage = isNavigation(new FetchRequestView(c.req.raw, '')) || (c.req.method === 'POST' && wantsPage(c));
      return isPage ? redirect(url, headers) : jsonResponse({ url }, headers);
    } catch (error) {
      core.onError(error);
      return refuse(c, problems.providerFailed, next);
    }
  }

  async function finish(c: Context<Env>): Promise<Response> {
    const id = c.req.param('id') ?? '';
    const parameters = new URL(c.req.url).searchParams;
    const outcome = await core.providerSignIn.finish(id, siteOf(c), parameters, clientOf(c));
    const headers = withCookies(outcome.cookies);
    switch (outcome.kind) {
      case 'signed-in':
        return redirect(outcome.next ?? siteOf(c).home, headers);
      case 'connecting':
        return connect(c, id, outcome.connecting, headers);
      case 'not-connected':
        return backToAccount(c, 'not-connected', headers);
      case 'unknown':
        return refuse(c, problems.providerState, null, headers);
      case 'declined':
        return refuse(c, problems.providerDeclined, outcome.next, headers);
      case 'closed':
        return refuse(c, problems.accountClosed, outcome.next, headers);
      case 'waiting':
        return refuse(c, WAITING, outcome.next, headers);
      case 'refused':
        return refuse(c, problems.providerAnswerRefused, outcome.next, headers);
      case 'busy':
        return refuse(c, problems.unavailable, outcome.next, headers);
      case 'failed':
        return refuse(c, problems.providerFailed, outcome.next, headers);
    }
  }

  /** The session may be another person's by now, or over, or one that may do nothing but choose a password. */
  async function connect(c: Context<Env>, id: string, wanted: Connecting, headers: HeaderList): Promise<Response> {
    const session = await core.clientSessions.current(c.req.header('cookie'));
    const principal = session?.decision.principal ?? null;
    const owes = session?.decision.obligation !== null;
    if (people === null || principal === null || owes || principal.subject !== wanted.subject)
      return refuse(c, problems.providerState, null, headers);
    await people.accounts.own.connect({ principal, clientAddress: c.env.clientAddress }, id, wanted.identity);
    return backToAccount(c, 'connected', headers);
  }

  function backToAccount(c: Context<Env>, notice: NoticeName, headers: HeaderList): Response {
    return redirect(withNotice(siteOf(c).paths.account ?? siteOf(c).home, notice), headers);
  }

  async function posted(c: Context<Env>): Promise<Response> {
    const id = c.req.param('id') ?? '';
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'problem') return tools.problem(c, body.problem);
    const query = core.providerSignIn.posted(new URLSearchParams([...body.fields]));
    return seeOther(`${siteOf(c).providers.get(id)?.callback ?? ''}?${query}`);
  }

  /** @see OpenID Connect Back-Channel Logout 1.0 §2.5, §2.8 */
  async function signedOut(c: Context<Env>): Promise<Response> {
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'problem') return tools.problem(c, body.problem);
    const parameters = new URLSearchParams([...body.fields]);
    const done = await core.providerSignIn.signedOut(c.req.param('id') ?? '', parameters, c.env.clientAddress);
    return done
      ? toResponse({ kind: 'respond', status: 200, headers: [JSON_TYPE, ...NO_STORE], body: '' })
      : notFromIt();
  }

  /** @see OpenID Connect Front-Channel Logout 1.0 §2 */
  async function signedOutInFrame(c: Context<Env>): Promise<Response> {
    const parameters = new URL(c.req.url).searchParams;
    const outcome = await core.providerSignIn.signedOutInFrame(
      c.req.param('id') ?? '',
      parameters,
      c.env.clientAddress,
    );
    switch (outcome.kind) {
      case 'done':
        return toResponse({ kind: 'respond', status: 200, headers: frameHeaders(outcome.framedBy), body: '' });
      case 'refused':
        return notFromIt();
      case 'limited':
        return tools.problem(c, { ...problems.tooManyAttempts, retryAfterSeconds: outcome.retryAfterSeconds });
    }
  }

  async function refuse(
    c: Context<Env>,
    what: Problem,
    next: string | null,
    headers: HeaderList = [],
  ): Promise<Response> {
    if (!wantsPage(c)) return tools.problem(c, what, headers);
    const error = `${what.title}. ${what.detail}`;
    return loginPage.draw(c, what.status, { next, error }, [...retryAfter(what), ...headers]);
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/:id', begin).post('/:id', beginPosted);
  app.get('/:id/callback', finish).post('/:id/callback', posted);
  app.get('/:id/signed-out', signedOutInFrame).post('/:id/signed-out', signedOut);
  tools.finish(app, 'GET, HEAD, POST');
  return app;
}

function notFromIt(): Response {
  const body = JSON.stringify({ error: 'invalid_request' });
  return toResponse({ kind: 'respond', status: 400, headers: [JSON_TYPE, ...NO_STORE], body });
}

/** All of our own pages forbid frames. This answer is empty: there is nothing that a page around it could make somebody do. */
function frameHeaders(framedBy: readonly string[]): HeaderList {
  return [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-security-policy', `default-src 'none'; frame-ancestors ${framedBy.join(' ')}`],
    ['x-content-type-options', 'nosniff'],
    ...NO_STORE,
  ];
}
