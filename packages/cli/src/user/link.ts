/**
 * `user link`, and `user passwd --link`: a link by which the user chooses a password.
 */

import type { IssuedTicket, User } from '@doorward/accounts';
import { CommandError } from '../failure.ts';
import { type GlobalOptions, type Session, withStore } from '../store.ts';
import type { Answer } from '../terminal/output.ts';
import { timeOf } from '../terminal/table.ts';
import { findUser } from './find-user.ts';
import { linkJson } from './user-json.ts';

export function makeLink(name: string, options: GlobalOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const user = await findUser(session, name);
    if (user.status === 'disabled') {
      throw new CommandError(`${user.username} is disabled, and no link would work. See: doorward user enable`);
    }
    return describeLink(session, user, await session.issueLink(session.actor, user));
  });
}

/** The link alone on standard output, so that a script can send it. */
export function describeLink({ linkOf }: Session, { username }: User, ticket: IssuedTicket): Answer {
  const link = linkOf(ticket);
  const where = link.startsWith('/') ? ' Put the address of your server in front, or set DOORWARD_PUBLIC_URL.' : '';
  const what = `By this link ${username} chooses a password. It works once, until ${timeOf(ticket.expiresAt)}.`;
  return { text: link, json: linkJson(link, ticket), notes: [what + where] };
}
