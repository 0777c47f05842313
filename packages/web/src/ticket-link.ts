/**
 * The link of a ticket: shown to who asked for it, and mailed where that is configured.
 */

import type { IssuedTicket, User } from '@doorward/accounts';
import type { Core, Site } from '@doorward/core';
import type { Mail, WebPeople } from './people.ts';

export interface DeliveredLink {
  /** The whole address where it is known, else the path. Whoever has it can use it. */
  readonly link: string;
  /** `none`: no mail is configured, or the user has no address. */
  readonly mail: 'sent' | 'failed' | 'none';
}

/** A mail that fails is reported, and the link stays good. */
export async function deliverTicket(
  core: Core,
  { sendMail, publicOrigin }: WebPeople,
  { site, issued, user }: { readonly site: Site; readonly issued: IssuedTicket; readonly user: User },
): Promise<DeliveredLink> {
  const { ticket, purpose, expiresAt } = issued;
  const link = `${publicOrigin ?? ''}${site.paths.ticket}?ticket=${encodeURIComponent(ticket)}`;
  if (sendMail === null || user.email === null || purpose === 'set-up') return { link, mail: 'none' };
  const mail: Mail = { to: user.email, user, purpose, link, expiresAt };
  try {
    await sendMail(mail);
    return { link, mail: 'sent' };
  } catch (error) {
    core.onError(error);
    return { link, mail: 'failed' };
  }
}
