/**
 * Users, roles, service keys and the audit log, for whoever has a right to them. What the service would refuse is not shown;
 * what is sent all the same, the service refuses.
 *
 * | below the area            | GET                    | POST                         |
 * |---------------------------|------------------------|------------------------------|
 * | `/`                       | the list of users      |                              |
 * | `/new`                    | the form               | creates a user               |
 * | `/users/:id`              | the user               | changes it                   |
 * | `/users/:id/reset`        |                        | makes a link, and shows it   |
 * | `/users/:id/end-sessions` |                        | signs the user out           |
 * | `/users/:id/delete`       | asks                   | deletes the user             |
 * | `/users/:id/keys/:key`    |                        | disables or enables its key  |
 * | `/users/:id/keys/:key/delete` | asks               | deletes its key              |
 * | `/roles`, `/new-role`     | roles, see `role-area.ts` |                           |
 * | `/keys`, `/keys/…`        | service keys, see `key-area.ts` |                     |
 * | `/audit`                  | the log                |                              |
 * | `/audit.ndjson`           | the log, for programs  |                              |
 */

import type { Accounts } from '@doorward/accounts';
import { type Context, Hono } from 'hono';
import { type AreaFrame, createAreaFrame, notForYou } from '../area-frame.tsx';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import { serveKeys } from '../keys/key-area.ts';
import type { WebPeople } from '../people.ts';
import { seeOther } from '../responses.ts';
import { serveRoles } from '../roles/role-area.ts';
import { serveAudit } from './audit.ts';
import { serveNewUser } from './new-user.ts';
import { serveUser } from './user.ts';
import { serveUserKeys } from './user-keys.ts';
import { serveUserList } from './user-list.ts';

/** What somebody may look at who may see no user: named as the right, and as the page. */
const OTHER_LISTS = ['audit', 'keys', 'roles'] as const;

/** What the pages of the area share. */
export interface AdminParts {
  readonly app: Hono<Env>;
  readonly tools: EndpointTools;
  readonly people: WebPeople;
  readonly accounts: Accounts;
  readonly frame: AreaFrame;
  /** Path of the area, as browsers see it. */
  here(c: Context<Env>): string;
}

export function createAdminArea(tools: EndpointTools, people: WebPeople): Hono<Env> {
  const { accounts } = people;
  const app = new Hono<Env>();
  const frame = createAreaFrame(tools, accounts);
  const here = (c: Context<Env>): string => tools.siteOf(c).paths.admin ?? '';
  const parts: AdminParts = { app, tools, people, accounts, frame, here };

  tools.prepare(app, (c, problem) => frame.refuse(c, 'users', problem));
  app.use(async (c, next) => {
    const { actions } = await accounts.users.allowed(tools.actorOf(c));
    if (actions.size === 0) return tools.refuse(c, notForYou, (problem) => frame.refuse(c, 'users', problem));
    const isList = ['', '/'].includes(c.env.below);
    const [elsewhere] = isList && !actions.has('read') ? OTHER_LISTS.filter((list) => actions.has(list)) : [];
    return elsewhere === undefined ? next() : seeOther(`${here(c)}/${elsewhere}`);
  });
  serveUserList(parts);
  serveNewUser(parts);
  serveUser(parts);
  serveUserKeys(parts);
  serveRoles(parts);
  serveKeys({ ...parts, section: 'keys', isService: true, above: () => null });
  serveAudit(parts);
  tools.finishArea(app);
  return app;
}
