/**
 * The pages about keys, below an area: one's own below the account, service keys below the admin pages.
 *
 * | below the area     | GET      | POST                               |
 * |--------------------|----------|------------------------------------|
 * | `/keys`            | the list |                                    |
 * | `/keys/new`        | the form | makes a key, and shows it          |
 * | `/keys/:id`        | the key  | changes its name, expiry or status |
 * | `/keys/:id/rotate` |          | makes another secret, and shows it |
 * | `/keys/:id/delete` | asks     | deletes the key                    |
 *
 * A secret is shown by the very answer to the form: it is in no address, and no redirect leads to it.
 */

import { type Accounts, fault, type Key, type Keys } from '@doorward/accounts';
import type { Context, Hono } from 'hono';
import type { AreaFrame, Section } from '../area-frame.tsx';
import type { EndpointTools, Env } from '../endpoint-tools.ts';
import type { Link } from '../layout.tsx';
import type { WebPeople } from '../people.ts';
import { serveKeyList } from './key-list.ts';
import { serveNewKey } from './new-key.ts';
import { serveOneKey } from './one-key.ts';

export interface KeyAreaParts {
  readonly app: Hono<Env>;
  readonly tools: EndpointTools;
  readonly people: WebPeople;
  readonly frame: AreaFrame;
  readonly section: Section;
  /** Service keys, or those of who looks. */
  readonly isService: boolean;
  /** Path of the area, as browsers see it. */
  here(c: Context<Env>): string;
  /** Where the list belongs. */
  above(c: Context<Env>): Link | null;
}

/** What the pages share. */
export interface KeyArea extends KeyAreaParts {
  readonly accounts: Accounts;
  readonly keys: Keys;
  /** Header that takes keys. */
  readonly header: string;
  readonly title: string;
  /** Path of the list. */
  list(c: Context<Env>): string;
  /** The key that the address names. @throws AuthError `accounts/key-not-found`, also for one of another place. */
  load(c: Context<Env>): Promise<Key>;
}

/** Where keys are off there are no such pages. */
export function serveKeys(parts: KeyAreaParts): void {
  const { app, tools, people, isService } = parts;
  const { accounts, keyHeader } = people;
  const { keys } = accounts;
  if (keys === null || keyHeader === null) return;
  const area: KeyArea = {
    ...parts,
    accounts,
    keys,
    header: keyHeader,
    title: isService ? 'Service keys' : 'API keys',
    list: (c) => `${parts.here(c)}/keys`,
    async load(c) {
      const actor = tools.actorOf(c);
      const key = await keys.get(actor, c.req.param('id') ?? '');
      if (key.owner === (isService ? null : actor.principal.subject)) return key;
      throw fault('accounts/key-not-found', 'It may have been deleted. Look at the list again.');
    },
  };
  app.use('/keys/*', async (c, next) => {
    const { own, service } = await keys.allowed(tools.actorOf(c));
    if (isService ? service : own) return next();
    throw fault('accounts/not-allowed', isService ? NO_SERVICE : NO_OWN);
  });
  serveKeyList(area);
  serveNewKey(area);
  serveOneKey(area);
}

const NO_OWN = 'Keys belong to people with an account, and are managed by them. Sign in as a person.';
const NO_SERVICE = 'Your roles do not let you manage service keys. Ask an owner.';
