/**
 * A link of a ticket, shown once to who asked for it.
 */

import { type IssuedTicket, nameOf, type User } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import type { DeliveredLink } from '../ticket-link.ts';
import { Time } from '../time.tsx';

export interface LinkShownProps {
  readonly user: User;
  readonly issued: IssuedTicket;
  readonly delivered: DeliveredLink;
  readonly userPath: string;
}

export function linkHeading({ purpose }: IssuedTicket, user: User): string {
  return purpose === 'invitation' ? `Invitation for ${nameOf(user)}` : `New password for ${nameOf(user)}`;
}

export function LinkShown({ user, issued, delivered, userPath }: LinkShownProps): Child {
  return (
    <section class="card" aria-label="Link">
      <MailState email={user.email} mail={delivered.mail} />
      <p class="link">
        <a href={delivered.link} rel="noreferrer">
          Open or copy this link
        </a>
      </p>
      <ul>
        <li>To copy it, right-click it or hold it, and choose “Copy link”.</li>
        <li>
          Give it to <bdi>{nameOf(user)}</bdi> and to nobody else: whoever opens it chooses the password.
        </li>
        <li>
          It works once, until <Time at={issued.expiresAt} />.
        </li>
        <li>It is shown here only now. You can make another one at any time.</li>
      </ul>
      <div class="actions">
        <a class="button" href={userPath}>
          Go on to the user
        </a>
      </div>
    </section>
  );
}

const MailState = ({ email, mail }: { email: string | null; mail: DeliveredLink['mail'] }) => {
  if (mail === 'none') return null;
  if (mail === 'failed') {
    return (
      <p class="message error" role="alert">
        The mail to <bdi>{email}</bdi> could not be sent. Pass the link on yourself.
      </p>
    );
  }
  return (
    <p class="message notice" role="status">
      A mail with this link was sent to <bdi>{email}</bdi>.
    </p>
  );
};
