/**
 * Everybody's own account: profile, password, sessions, and API keys.
 *
 * | below the area       | GET          | POST                                      |
 * |----------------------|--------------|-------------------------------------------|
 * | `/`                  | the overview |                                           |
 * | `/profile`           |              | changes names and e-mail address          |
 * | `/password`          | the form     | changes the password, ends every session  |
 * | `/sessions/:id/end`  |              | ends one                                  |
 * | `/sessions/end-others` |            | ends all but this one                     |
 * | `/identities/…`      | where else one signs in, see `identity-area.ts` |       |
 * | `/keys`, `/keys/…`   | own keys, see `key-area.ts` |                            |
 */

import { type Profile, toPrincipal } from '@doorward/accounts';
import type { HeaderList, Problem, UserRecord } from '@doorward/core';
import { type Context, Hono } from 'hono';
import { createAreaFrame, formFault } from '../area-frame.tsx';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { serveIdentities } from '../identities/identity-area.ts';
import { serveKeys } from '../keys/key-area.ts';
import type { ShownKeys } from '../keys/key-list-page.tsx';
import { withNotice } from '../notice.tsx';
import { assertRepeated } from '../password-fields.tsx';
import type { WebPeople } from '../people.ts';
import { seeOther } from '../responses.ts';
import { Overview } from './overview-page.tsx';
import { PasswordForm } from './password-page.tsx';

/** Keys on the overview. */
const FEW_KEYS = 5;

export function createAccountArea(tools: EndpointTools, people: WebPeople): Hono<Env> {
  const { accounts } = people;
  const { core, actorOf, siteOf } = tools;
  const { own, roles } = accounts;
  const frame = createAreaFrame(tools, accounts);
  const here = (c: Context<Env>): string => siteOf(c).paths.account ?? '';

  /** The latest keys; `null` for who can have none. */
  async function keysOf(c: Context<Env>): Promise<ShownKeys | null> {
    const { keys } = accounts;
    const actor = actorOf(c);
    if (keys === null || !(await keys.allowed(actor)).own) return null;
    return keys.list(actor, { limit: FEW_KEYS });
  }

  async function overview(c: Context<Env>, typed: Profile | null, fault: Problem | null): Promise<Response> {
    const actor = actorOf(c);
    const [user, sessions, keys] = await Promise.all([own.get(actor), own.sessions(actor), keysOf(c)]);
    const labels = roles.all.filter(({ name }) => user.roles.includes(name)).map(({ label }) => label);
    return frame.answer(c, {
      heading: 'Your account',
      section: 'account',
      fault,
      content: Overview({
        action: here(c),
        user,
        typed: typed ?? user,
        roles: labels,
        keys,
        providers: core.providers,
        sessions,
        currentId: actor.sessionId,
        done: c.req.query('done'),
        fault,
      }),
    });
  }

  async function saveProfile(c: Context<Env>, form: Form): Promise<Response> {
    const typed = { username: form.text('username'), email: form.text('email'), displayName: form.text('displayName') };
    try {
      await own.updateProfile(actorOf(c), typed);
    } catch (error) {
      return overview(c, typed, formFault(error));
    }
    return seeOther(withNotice(here(c), 'saved'));
  }

  async function passwordPage(c: Context<Env>, fault: Problem | null): Promise<Response> {
    const user = await own.get(actorOf(c));
    const mustChange = owesPassword(c);
    return frame.answer(c, {
      heading: mustChange ? 'Choose your own password' : 'Change your password',
      section: 'account',
      fault,
      ...(mustChange ? {} : { back: { href: here(c), label: 'Your account' } }),
      content: PasswordForm({
        action: `${here(c)}/password`,
        username: user.username,
        minLength: accounts.policy.minLength,
        mustChange,
        fault,
      }),
    });
  }

  async function savePassword(c: Context<Env>, form: Form): Promise<Response> {
    const actor = actorOf(c);
    try {
      assertRepeated(form);
      const user = await own.changePassword(actor, form.text('current'), form.text('password'));
      const next = owesPassword(c) ? siteOf(c).home : withNotice(here(c), 'password');
      return seeOther(next, actor.sessionId === null ? [] : await renewedSession(c, user));
    } catch (error) {
      return passwordPage(c, formFault(error));
    }
  }

  /** This browser stays signed in. A client that sends its credential each time is given no session. */
  async function renewedSession(c: Context<Env>, user: UserRecord): Promise<HeaderList> {
    const principal = toPrincipal(user, roles, actorOf(c).principal.method);
    const account = { version: user.version, obligation: null };
    const cookies = await core.signIn.renew(principal, tools.clientOf(c), account);
    return cookies.map((cookie) => ['set-cookie', cookie] as const);
  }

  async function endSession(c: Context<Env>): Promise<Response> {
    await own.endSession(actorOf(c), c.req.param('id') ?? '');
    return seeOther(withNotice(here(c), 'ended'));
  }

  async function endOthers(c: Context<Env>): Promise<Response> {
    await own.endOtherSessions(actorOf(c));
    return seeOther(withNotice(here(c), 'ended-others'));
  }

  const app = new Hono<Env>();
  tools.prepare(app, (c, problem) => frame.refuse(c, 'account', problem));
  app.use(async (c, next) => {
    const isAtPassword = c.env.below === '/password';
    return owesPassword(c) && !isAtPassword ? seeOther(`${here(c)}/password`) : next();
  });
  tools.serve(app, '/', { get: (c) => overview(c, null, null) });
  tools.serve(app, '/profile', { post: saveProfile });
  tools.serve(app, '/password', { get: (c) => passwordPage(c, null), post: savePassword });
  tools.serve(app, '/sessions/end-others', { post: endOthers });
  tools.serve(app, '/sessions/:id/end', { post: endSession });
  const above = (c: Context<Env>) => ({ href: here(c), label: 'Your account' });
  serveKeys({ app, tools, people, frame, section: 'account', isService: false, here, above });
  serveIdentities({ app, tools, people, frame, here });
  tools.finishArea(app);
  return app;
}

const owesPassword = (c: Context<Env>): boolean => c.env.state?.obligation === 'change-password';
