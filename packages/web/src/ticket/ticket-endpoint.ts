/**
 * Where single-use links lead: the set-up, an invitation, a new password.
 *
 * Looking uses nothing up, since mail programs and chats open links by themselves. The secret is in the
 * address that was opened and in the form, and in no address that follows.
 */

import { type Redemption, type TicketInfo, toPrincipal } from '@doorward/accounts';
import { type HeaderList, isAuthError, type Problem, type UserRecord } from '@doorward/core';
import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { formFault } from '../area-frame.tsx';
import { type EndpointTools, type Env, retryAfter } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { assertRepeated } from '../password-fields.tsx';
import type { WebPeople } from '../people.ts';
import { htmlResponse, seeOther } from '../responses.ts';
import { withinLimit } from './guesses.ts';
import { GoneTicket, TicketForm, TicketWaits, ticketHeading } from './ticket-page.tsx';

export function createTicketEndpoint(tools: EndpointTools, { accounts }: WebPeople): Hono<Env> {
  const { core, layout, siteOf } = tools;
  const { tickets, roles, policy } = accounts;

  /** Of a page whose address holds a secret no other place hears more than the origin, which forms are judged by. */
  const headers: HeaderList = layout.headers.map(([name, value]) =>
    name === 'referrer-policy' ? [name, 'strict-origin'] : [name, value],
  );

  function answer(heading: string, content: Child, problem: Problem | null): Response {
    const drawn = { html: layout.render(heading, content), headers };
    return htmlResponse(drawn, problem?.status ?? 200, problem ? retryAfter(problem) : []);
  }

  const guarded = <T>(c: Context<Env>, ticket: string, work: () => Promise<T>) =>
    withinLimit(core, { clientAddress: c.env.clientAddress, presented: ticket, isWrong: isGone }, work);

  function gone(c: Context<Env>, problem: Problem): Response {
    return answer(problem.title, GoneTicket({ login: siteOf(c).login, problem }), problem);
  }

  async function show(c: Context<Env>): Promise<Response> {
    const ticket = c.req.query('ticket') ?? '';
    try {
      const looked = await guarded(c, ticket, () => tickets.look(ticket));
      return looked.kind === 'limited' ? gone(c, looked.problem) : form(c, looked.value, { ticket, typed: {} }, null);
    } catch (error) {
      return gone(c, formFault(error));
    }
  }

  function form(c: Context<Env>, info: TicketInfo, sent: Sent, problem: Problem | null): Response {
    const content = TicketForm({
      action: siteOf(c).paths.ticket ?? '',
      info,
      ...sent,
      minLength: policy.minLength,
      fault: problem,
    });
    return answer(ticketHeading(info), content, problem);
  }

  async function redeem(c: Context<Env>, sent: Form): Promise<Response> {
    const ticket = sent.text('ticket');
    const typed = { username: sent.text('username'), email: sent.text('email'), displayName: sent.text('displayName') };
    let info: TicketInfo | null = null;
    try {
      const redeemed = await guarded(c, ticket, async () => {
        info = await tickets.look(ticket);
        assertRepeated(sent);
        const input: Redemption = { ...typed, password: sent.text('password') };
        return tickets.redeem(ticket, input, c.env.clientAddress);
      });
      return redeemed.kind === 'limited' ? gone(c, redeemed.problem) : await welcome(c, redeemed.value);
    } catch (error) {
      const problem = formFault(error);
      return info === null || isGone(error) ? gone(c, problem) : form(c, info, { ticket, typed }, problem);
    }
  }

  /** The account is there, and its holder has just proved to be who it is for. */
  async function welcome(c: Context<Env>, user: UserRecord): Promise<Response> {
    const { home, login } = siteOf(c);
    if (user.status !== 'active') return answer('Your password is set', TicketWaits({ login }), null);
    const account = { version: user.version, obligation: null };
    const cookies = await core.signIn.start(toPrincipal(user, roles, 'password'), tools.clientOf(c), account);
    return seeOther(
      home,
      cookies.map((cookie) => ['set-cookie', cookie] as const),
    );
  }

  const app = new Hono<Env>();
  tools.prepare(app);
  tools.serve(app, '/', { get: show, post: redeem });
  tools.finishArea(app);
  return app;
}

/** What came with the form, to be shown again; never a password. */
interface Sent {
  readonly ticket: string;
  readonly typed: Omit<Redemption, 'password'>;
}

const isGone = (error: unknown): boolean => isAuthError(error) && error.code === 'accounts/ticket-invalid';
