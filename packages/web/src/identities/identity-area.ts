/**
 * Connecting one's own account with a provider, and parting from it: the part of the account area below `/identities`.
 *
 * | below `/identities`  | GET                    | POST                               |
 * |----------------------|------------------------|------------------------------------|
 * | `/:source`           | asks for the password  | leads to the provider              |
 * | `/:source/disconnect`|                        | parts, and ends what began there   |
 */

import { fault } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Context, Hono } from 'hono';
import { type AreaFrame, formFault } from '../area-frame.tsx';
import { type EndpointTools, type Env, withCookies } from '../endpoint-tools.ts';
import type { Form } from '../form-body.ts';
import { leadOn } from '../lead-on-page.tsx';
import { withNotice } from '../notice.tsx';
import type { WebPeople } from '../people.ts';
import { seeOther } from '../responses.ts';
import { ConnectForm } from './connect-page.tsx';

export interface IdentityAreaParts {
  readonly app: Hono<Env>;
  readonly tools: EndpointTools;
  readonly people: WebPeople;
  readonly frame: AreaFrame;
  /** Visible path of the account area. */
  readonly here: (c: Context<Env>) => string;
}

export function serveIdentities({ app, tools, people, frame, here }: IdentityAreaParts): void {
  const { core, actorOf, siteOf, clientOf } = tools;
  const { own } = people.accounts;

  function providerOf(c: Context<Env>): { readonly id: string; readonly name: string } {
    const provider = core.providers.find(({ id }) => id === c.req.param('source'));
    if (provider === undefined) throw fault('accounts/not-connected', 'Nobody signs in there. Look at the page again.');
    return provider;
  }

  async function ask(c: Context<Env>, problem: Problem | null): Promise<Response> {
    const { id, name } = providerOf(c);
    const user = await own.get(actorOf(c));
    return frame.answer(c, {
      heading: `Connect ${name}`,
      section: 'account',
      back: { href: here(c), label: 'Your account' },
      fault: problem,
      content: ConnectForm({
        action: `${here(c)}/identities/${id}`,
        provider: name,
        username: user.username,
        hasPassword: user.hasPassword,
        fault: problem,
      }),
    });
  }

  async function begin(c: Context<Env>, form: Form): Promise<Response> {
    const { id, name } = providerOf(c);
    const actor = actorOf(c);
    try {
      await own.confirm(actor, form.text('current'));
    } catch (error) {
      return ask(c, formFault(error));
    }
    const begun = { next: null, client: clientOf(c), connects: actor.principal.subject };
    const { url, cookies } = await core.providerSignIn.begin(id, siteOf(c), begun);
    const text = `Signing in goes on at ${name}, and comes back here.`;
    return leadOn(tools.layout, { heading: `Going to ${name}`, text, url }, withCookies(cookies));
  }

  async function disconnect(c: Context<Env>): Promise<Response> {
    await own.disconnect(actorOf(c), c.req.param('source') ?? '');
    return seeOther(withNotice(here(c), 'disconnected'));
  }

  tools.serve(app, '/identities/:source', { get: (c) => ask(c, null), post: begin });
  tools.serve(app, '/identities/:source/disconnect', { post: disconnect });
}
