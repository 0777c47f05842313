/**
 * `audit`: the events as lines of JSON, the newest first, as they are read.
 */

import { once } from 'node:events';
import { type GlobalOptions, withStore } from '../store.ts';
import { note } from '../terminal/output.ts';

export interface AuditOptions extends GlobalOptions {
  readonly type?: readonly string[];
  readonly user?: string;
  readonly from?: number;
  readonly until?: number;
  readonly limit?: number;
}

export async function printEvents({ type, user, from, until, limit, ...options }: AuditOptions): Promise<void> {
  await withStore(options, async (session) => {
    const found = user === undefined ? null : await session.find(user);
    // Deleted users are in the log by their id, and what is no user by its own name.
    if (user !== undefined && found === null) note(`There is no user "${user}"; events by that id are printed.`);
    const events = session.accounts.audit.export(session.actor, {
      ...(type === undefined ? {} : { types: type }),
      ...(user === undefined ? {} : { subject: found?.id ?? user }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    });
    let left = limit ?? Number.POSITIVE_INFINITY;
    for await (const line of events) {
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
      left -= 1;
      if (left === 0) return;
    }
  });
}
