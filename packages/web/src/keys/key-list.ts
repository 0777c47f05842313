/**
 * The list of keys.
 */

import type { Context } from 'hono';
import type { Env } from '../endpoint-tools.ts';
import type { KeyArea } from './key-area.ts';
import { KeyList, NewKeyLink } from './key-list-page.tsx';

/** More than one owner can have. */
const LIMIT = 200;

export function serveKeyList(area: KeyArea): void {
  const { app, tools, accounts, keys, frame, section, title, isService, list, above } = area;

  async function show(c: Context<Env>): Promise<Response> {
    const { actorOf } = tools;
    const owner = isService ? null : actorOf(c).principal.subject;
    const back = above(c);
    return frame.answer(c, {
      heading: title,
      section,
      ...(back === null ? {} : { back }),
      action: NewKeyLink({ list: list(c) }),
      content: KeyList({
        ...(await keys.list(actorOf(c), { owner, limit: LIMIT })),
        list: list(c),
        isService,
        roles: accounts.roles.all,
        done: c.req.query('done'),
      }),
    });
  }

  tools.serve(app, '/keys', { get: show });
}
