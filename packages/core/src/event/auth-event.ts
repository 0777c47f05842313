/**
 * What happened, for audit logs and hooks. Never holds a secret.
 */

/** Every kind of event. */
export const eventTypes = [
  'login',
  'login-failure',
  'logout',
  'throttled',
  'denied',
  'session-ended',
  'user-created',
  'user-updated',
  'user-deleted',
  'roles-changed',
  'status-changed',
  'password-changed',
  'identity-connected',
  'identity-disconnected',
  'ticket-issued',
  'ticket-redeemed',
  'key-created',
  'key-updated',
  'key-rotated',
  'key-deleted',
  'role-created',
  'role-updated',
  'role-deleted',
] as const;

export type AuthEventType = (typeof eventTypes)[number];

export interface AuthEvent {
  readonly type: AuthEventType;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Who did it, where known. */
  readonly subject: string | null;
  readonly name: string | null;
  /** The user to whom it was done, where that is somebody else's doing or another user. */
  readonly target: string | null;
  /** The name of the user, key or role to which it was done. */
  readonly targetName: string | null;
  /** What authenticated, or tried to: `token`. */
  readonly method: string | null;
  readonly clientAddress: string;
  /** Why, as an error code or a word. */
  readonly reason: string | null;
  /** What changed, such as `viewer -> editor` or the names of fields. Never the content of a secret. */
  readonly detail: string | null;
}

export type EventSink = (event: AuthEvent) => void;

export interface Events {
  emit(type: AuthEventType, facts: Partial<Omit<AuthEvent, 'type' | 'time'>>): void;
}

const MAX_FIELD_LENGTH = 256;

/** Calls every sink; one that throws or rejects is reported once and harms nobody. */
export function createEvents(
  sinks: readonly EventSink[],
  now: () => number,
  onSinkError: (error: unknown) => void,
): Events {
  let reported = false;
  const failed = (error: unknown): void => {
    if (!reported) onSinkError(error);
    reported = true;
  };
  return {
    emit(type, facts) {
      if (sinks.length === 0) return;
      const event: AuthEvent = Object.freeze({
        type,
        time: new Date(now()).toISOString(),
        subject: printable(facts.subject),
        name: printable(facts.name),
        target: printable(facts.target),
        targetName: printable(facts.targetName),
        method: printable(facts.method),
        clientAddress: facts.clientAddress ?? '',
        reason: printable(facts.reason),
        detail: printable(facts.detail),
      });
      for (const sink of sinks) {
        try {
          const done: unknown = sink(event);
          if (done instanceof Promise) done.catch(failed);
        } catch (error) {
          failed(error);
        }
      }
    },
  };
}

/** Short, without control characters that could forge a log line, and without halves of characters, which no store takes. */
function printable(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.slice(0, MAX_FIELD_LENGTH).replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
}
