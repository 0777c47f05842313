/**
 * `user sessions`: where the user is signed in, and ending it.
 */

import { type GlobalOptions, withStore } from '../store.ts';
import type { Answer } from '../terminal/output.ts';
import { isoOf, table, timeOf } from '../terminal/table.ts';
import { findUser } from './find-user.ts';

export interface SessionsOptions extends GlobalOptions {
  readonly end?: boolean;
}

export function userSessions(name: string, options: SessionsOptions): Promise<Answer> {
  return withStore(options, async (session) => {
    const { id, username } = await findUser(session, name);
    const { users } = session.accounts;
    if (options.end === true) {
      const ended = await users.endSessions(session.actor, id);
      return { text: `ended ${ended} session${ended === 1 ? '' : 's'} of ${username}`, json: { ended } };
    }
    const sessions = await users.sessions(session.actor, id);
    const rows = sessions.map(({ createdAt, lastSeenAt, expiresAt, method, client }) => [
      timeOf(createdAt),
      timeOf(lastSeenAt),
      timeOf(expiresAt),
      method,
      client.address,
      client.userAgent?.slice(0, MAX_AGENT) ?? null,
    ]);
    return {
      text: table(['SINCE', 'LAST SEEN', 'ENDS', 'BY', 'ADDRESS', 'BROWSER'], rows),
      json: sessions.map(({ createdAt, lastSeenAt, expiresAt, ...others }) => ({
        ...others,
        createdAt: isoOf(createdAt),
        lastSeenAt: isoOf(lastSeenAt),
        expiresAt: isoOf(expiresAt),
      })),
      notes: sessions.length === 0 ? [`${username} is signed in nowhere.`] : [],
    };
  });
}

/** What tells one browser from another is in the beginning. */
const MAX_AGENT = 60;
