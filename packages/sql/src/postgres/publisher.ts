/**
 * Tells other instances of changes as part of the transaction that makes them, and waits until they have heard.
 */

import type { Acknowledgements } from '@doorward/core';
import sql from 'sql-template-tag';
import type { NotedChange } from '../change-feed.ts';
import type { Database } from '../database.ts';
import { type Publication, type Transactions, UNHEARD } from '../engine.ts';
import { CHANNEL, payloadsOf } from './change-message.ts';
import { findHolders } from './holders.ts';

export interface PublisherParts {
  readonly db: Database;
  readonly instance: string;
  readonly acknowledgements: Acknowledgements;
  /** Of this instance among those that remember. */
  readonly number: () => string | null;
}

export function createPublisher({ db, instance, acknowledgements, number }: PublisherParts): Transactions['publish'] {
  let last = 0;

  /**
   * Asked after the commit. Whoever comes to be a holder later has begun to listen, or asked the server for an answer,
   * after it, so he has heard; whoever was one at the commit still is, or has lost what he remembered.
   */
  async function others(): Promise<readonly string[]> {
    const holders = await findHolders(db);
    return holders.filter((holder) => holder !== number());
  }

  function publication(id: string): Publication {
    // Before the transaction is committed: an answer may be faster than the server's to that.
    const acknowledgement = acknowledgements.expect(id);
    return {
      heard: () => acknowledgement.of(others()).finally(acknowledgement.end),
      cancel: acknowledgement.end,
    };
  }

  return async (transaction, changes) => {
    last += 1;
    const id = changes.some(isRemembered) ? `${last}` : undefined;
    for (const payload of payloadsOf(instance, changes, id)) {
      await transaction.all(sql`select pg_notify(${CHANNEL}, ${payload})`);
    }
    return id === undefined ? UNHEARD : publication(id);
  };
}

/** Nobody remembers tickets. */
const isRemembered = ({ kind }: NotedChange): boolean => kind !== 'ticket';
