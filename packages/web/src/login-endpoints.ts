/**
 * Signing in and out.
 *
 * | endpoint | GET                | POST, form          | POST, JSON            |
 * |----------|--------------------|---------------------|-----------------------|
 * | login    | the page           | 303 and the cookies | 200 and the cookies   |
 * | logout   | asks               | 303, cookie cleared | 204, cookie cleared   |
 *
 * Where signing out goes on at a provider, a form gets a page that leads there, and JSON 200 and `redirectTo`.
 */

import {
  type HeaderList,
  localPath,
  type Problem,
  problems,
  type RenderedProblem,
  type SignInOutcome,
} from '@doorward/core';
import { type Context, Hono } from 'hono';
import { type EndpointTools, type Env, retryAfter, wantsPage, withCookies } from './endpoint-tools.ts';
import { readFormBody } from './form-body.ts';
import { type Layout, PAGE_HEADERS } from './layout.tsx';
import { leadOn } from './lead-on-page.tsx';
import { loginMethods } from './login-methods.ts';
import { renderLoginPage } from './login-page.tsx';
import { renderLogoutPage } from './logout-page.tsx';
import type { LoginPageModel, PageOptions } from './page-theme.ts';
import { htmlResponse, jsonResponse, redirect, toResponse } from './responses.ts';

/** The login page, for every endpoint that shows it. */
export interface LoginPage {
  draw(c: Context<Env>, status: number, say: Partial<LoginPageModel>, headers?: HeaderList): Promise<Response>;
  /** Where to go after signing in: `value` when it is a path of the apps, else `null`. */
  returnPath(c: Context<Env>, value: string | null | undefined): string | null;
}

/** `asksName`: people sign in by name and password, and not by a token alone. */
export function createLoginPage({ core, page, layout, siteOf }: EndpointTools, asksName: boolean): LoginPage {
  return {
    async draw(c, status, say, headers = []) {
      const site = siteOf(c);
      const { providers, credentials, signUp } = loginMethods(core, site, asksName);
      const { next = null } = say;
      const model: LoginPageModel = {
        title: page.title,
        description: page.description,
        logo: page.logo,
        providers: providers.map(({ path, text, icon, description }) => ({
          text,
          icon,
          description,
          href: withNext(path, next),
        })),
        takesPasswords: credentials !== null,
        action: site.login,
        asksName,
        name: null,
        signUp,
        next,
        error: null,
        isTypedWrong: false,
        notice: null,
        ...say,
      };
      return htmlResponse(await drawLogin(page, layout, model), status, headers);
    },
    returnPath(c, value) {
      const path = localPath(value);
      const { login, logout, paths, providers } = siteOf(c);
      const ours = [
        login,
        logout,
        paths.ticket,
        paths.signUp,
        ...[...providers.values()].flatMap((each) => Object.values(each)),
      ];
      return path === null || ours.some((each) => each !== undefined && isBelow(path, each)) ? null : path;
    },
  };
}

export function createLoginEndpoint(tools: EndpointTools, page: LoginPage, asksName: boolean): Hono<Env> {
  const { core, siteOf, clientOf, problem } = tools;
  const { returnPath, draw: loginPage } = page;

  async function login(c: Context<Env>): Promise<Response> {
    if (tools.isForged(c)) return problem(c, problems.crossSiteRequest);
    const body = await readFormBody(c.req.raw);
    if (body.kind === 'problem') return problem(c, body.problem);
    const next = returnPath(c, body.fields.get('next') ?? c.req.query('next'));
    const name = body.fields.get('username') ?? '';
    const typed = { next, name: asksName ? name : null };
    const password = body.fields.get('password') ?? '';
    const asPage = body.kind === 'form';
    if (password === '') {
      const error = asksName ? 'Enter your username and password.' : 'Enter the access token or password.';
      return asPage ? loginPage(c, 400, { ...typed, error, isTypedWrong: true }) : problem(c, PASSWORD_REQUIRED);
    }
    const attempt = { name, password, isLocal: c.env.isLocal };
    const outcome = await core.signIn.withPassword(attempt, clientOf(c));
    if (outcome.kind !== 'signed-in') return notSignedIn(c, outcome, typed, asPage);
    const { account } = siteOf(c).paths;
    const owes = outcome.obligation !== null && account !== undefined;
    return signedIn(outcome.cookies, owes ? `${account}/password` : (next ?? siteOf(c).home), asPage);
  }

  function notSignedIn(
    c: Context<Env>,
    outcome: Exclude<SignInOutcome, { kind: 'signed-in' }>,
    typed: Pick<LoginPageModel, 'next' | 'name'>,
    asPage: boolean,
  ): Promise<Response> | Response {
    const { what, headers, error } = describeOutcome(outcome);
    return asPage
      ? loginPage(c, what.status, { ...typed, error, isTypedWrong: true }, [...retryAfter(what), ...headers])
      : toResponse(core.writeProblem(what, headers));
  }

  function describeOutcome(outcome: Exclude<SignInOutcome, { kind: 'signed-in' }>): {
    readonly what: Problem;
    readonly headers: HeaderList;
    readonly error: string;
  } {
    if (outcome.kind === 'limited') {
      const { retryAfterSeconds } = outcome;
      const what = { ...problems.tooManyAttempts, retryAfterSeconds };
      const error = `Too many wrong attempts. Try again in ${minutes(retryAfterSeconds)}.`;
      return { what, headers: [], error };
    }
    if (outcome.kind === 'waiting') return { what: WAITING, headers: [], error: WAITING.detail };
    const error = asksName
      ? 'That name or password is not right. Check both and try again.'
      : 'That token or password is not right. Check it and try again.';
    const headers = [['www-authenticate', `${core.bearerChallenge}, error="invalid_token"`]] as const;
    return { what: problems.invalidCredential, headers, error };
  }

  async function showLogin(c: Context<Env>): Promise<Response> {
    const next = returnPath(c, c.req.query('next'));
    const failed = c.req.query('error') !== undefined;
    const current = failed ? null : await core.clientSessions.current(c.req.header('cookie'));
    if (current !== null) return redirect(next ?? siteOf(c).home, [['cache-control', 'no-store']]);
    const notice = c.req.query('signed-out') === undefined ? null : 'You are signed out.';
    const error = failed ? 'The token in that address is not valid, or no longer. Enter the current one.' : null;
    return loginPage(c, 200, { next, error, notice });
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', showLogin).post('/', login);
  tools.finish(app, 'GET, HEAD, POST');
  return app;
}

export function createLogoutEndpoint(tools: EndpointTools): Hono<Env> {
  const { core, layout, siteOf, clientOf, problem } = tools;

  async function logout(c: Context<Env>): Promise<Response> {
    if (tools.isForged(c)) return problem(c, problems.crossSiteRequest);
    const site = siteOf(c);
    const { cookies, url } = await core.providerSignIn.end(clientOf(c), site);
    const headers = withCookies(cookies);
    if (url !== null)
      return wantsPage(c)
        ? leadOn(layout, { ...SIGNING_OUT, url }, headers)
        : jsonResponse({ redirectTo: url }, headers);
    if (!wantsPage(c)) return toResponse({ kind: 'respond', status: 204, headers, body: '' });
    return redirect(`${site.login}?signed-out`, headers);
  }

  async function showLogout(c: Context<Env>): Promise<Response> {
    const { login, logout: action, home } = siteOf(c);
    if ((await core.clientSessions.current(c.req.header('cookie'))) === null)
      return redirect(login, [['cache-control', 'no-store']]);
    return htmlResponse({ html: renderLogoutPage(layout, action, home), headers: layout.headers }, 200);
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  app.get('/', showLogout).post('/', logout);
  tools.finish(app, 'GET, HEAD, POST');
  return app;
}

async function drawLogin(page: PageOptions, layout: Layout, model: LoginPageModel): Promise<RenderedProblem> {
  if (page.renderLogin === null) return { html: renderLoginPage(layout, model), headers: layout.headers };
  const drawn = await page.renderLogin(model);
  const said = new Set(drawn.headers.map(([name]) => name.toLowerCase()));
  return { html: drawn.html, headers: [...PAGE_HEADERS.filter(([name]) => !said.has(name)), ...drawn.headers] };
}

const SIGNING_OUT = {
  heading: 'Signing out',
  text: 'You are signed out here. Signing out goes on where you signed in.',
};

const PASSWORD_REQUIRED: Problem = {
  status: 400,
  code: 'web/password-required',
  title: 'The password is missing',
  detail: 'Send the access token or password as the field `password`.',
};

/** The account is there, and nobody has approved it yet. */
export const WAITING: Problem = {
  status: 403,
  code: 'accounts/waiting',
  title: 'Waiting for approval',
  detail: 'Waiting for approval: your account is there, and an owner has yet to activate it.',
};

function signedIn(cookies: readonly string[], next: string, asPage: boolean): Response {
  const headers = withCookies(cookies);
  if (asPage) return redirect(next, headers);
  return toResponse({
    kind: 'respond',
    status: 200,
    headers: [['content-type', 'application/json'], ...headers],
    body: JSON.stringify({ next }),
  });
}

function isBelow(path: string, endpoint: string): boolean {
  return path === endpoint || path.startsWith(`${endpoint}?`) || path.startsWith(`${endpoint}/`);
}

const withNext = (path: string, next: string | null): string =>
  next === null ? path : `${path}?next=${encodeURIComponent(next)}`;

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? 'a minute' : `${count} minutes`;
}
