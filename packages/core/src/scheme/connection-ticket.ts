/**
 * Tickets for clients that can set no header: an event stream, or a socket of a page from elsewhere. Each lets
 * one connection in, within seconds, at one path, as whoever asked for it.
 *
 * @see RFC 6750 §5.3: no long-lived token in an address
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import { type LiveSession, liveSessionOf, type SessionInfo } from '../session/session.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { NO_CREDENTIAL, type Scheme, type SchemeOutcome } from './scheme.ts';

export const TICKET_PARAMETER = 'access_ticket';

/** Of the text of a ticket: those of other purposes begin with theirs. */
const PREFIX = 'connection.';

/** Seconds from asking for a ticket to the connection that it lets in. */
const TICKET_SECONDS = 30;

export interface ConnectionTicket {
  /** For the query parameter `access_ticket`. */
  readonly ticket: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface ConnectionTickets {
  readonly scheme: Scheme;
  /** A ticket for one connection at `path`, as it arrives here; it ends with the session. */
  issue(session: SessionInfo, path: string): MaybePromise<ConnectionTicket | null>;
}

/** What a store keeps of it. */
interface TicketValue {
  readonly purpose: 'connection';
  readonly path: string;
  /** Key of the session that asked. */
  readonly session: string;
}

export interface ConnectionTicketParts {
  readonly store: ExpiringStore;
  readonly sessions: SessionManager;
  readonly now: () => number;
}

export function createConnectionTickets({ store, sessions, now }: ConnectionTicketParts): ConnectionTickets {
  /** Used up by any attempt, the right one or not. One of another purpose is left as it is. */
  function redeem(ticket: string, path: string): MaybePromise<LiveSession | null> {
    if (!ticket.startsWith(PREFIX)) return null;
    return andThen(store.claim('ticket', hashSecret(ticket)), (record) => {
      const value = readValue(record);
      return value === null || value.path !== path ? null : sessions.findByKey(value.session);
    });
  }

  return {
    scheme: {
      name: 'ticket',
      places: { parameters: [TICKET_PARAMETER] },
      authenticate({ parameters }, { path }): MaybePromise<SchemeOutcome> {
        const presented = parameters?.get(TICKET_PARAMETER);
        if (presented === undefined) return NO_CREDENTIAL;
        return andThen(redeem(presented, path), (session): SchemeOutcome => {
          const principal = session?.decision.principal ?? null;
          if (session === null || principal === null) return { kind: 'rejected', reason: 'invalid', presented };
          return { kind: 'authenticated', principal, startsSession: false, decision: session.decision };
        });
      },
    },
    issue(info, path) {
      const session = liveSessionOf(info);
      if (session === undefined) return null;
      const ticket = PREFIX + randomSecret();
      const expiresAt = now() + TICKET_SECONDS * 1000;
      const value: TicketValue = { purpose: 'connection', path, session: session.key };
      const owner = session.decision.principal?.subject ?? '';
      return andThen(store.create('ticket', hashSecret(ticket), { value, expiresAt, owner }), () => ({
        ticket,
        expiresAt,
      }));
    },
  };
}

/** `null` for a ticket of another purpose. */
function readValue(record: StoredRecord | null): TicketValue | null {
  const value = record?.value as Partial<TicketValue> | undefined;
  return value?.purpose === 'connection' ? (value as TicketValue) : null;
}
