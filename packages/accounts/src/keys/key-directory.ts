/**
 * API keys as the core needs them: the scheme that recognises one, remembers it until something changes, and
 * notes behind the requests when it was last used.
 */

import {
  type Authenticated,
  createHashedLookUp,
  type DurableStore,
  hashSecret,
  type KeyRecord,
  type MaybePromise,
  NO_CREDENTIAL,
  type PresentedCredentials,
  type Scheme,
  type SchemeOutcome,
} from '@doorward/core';
import type { LiveRoles } from '../roles/live-roles.ts';
import { KEY_METHOD } from './key.ts';
import { personalPrincipal, servicePrincipal } from './key-principal.ts';
import { createLastUse } from './last-use.ts';

export interface KeyPlacesOptions {
  /** In lower case. */
  readonly header: string;
  /** The query parameter, where that is switched on. */
  readonly parameter: string | null;
  /** Taken as Bearer when it begins with this. */
  readonly prefix: string;
}

export interface KeyDirectoryParts {
  readonly places: KeyPlacesOptions;
  readonly store: DurableStore;
  readonly roles: LiveRoles;
  /** Says whether changes by other processes are heard of. */
  readonly mayCache: () => boolean;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export interface KeyDirectory {
  readonly scheme: Scheme;
  /** Writes what is left to write. */
  close(): Promise<void>;
}

interface Known {
  readonly id: string;
  readonly owner: string | null;
  readonly outcome: Authenticated;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** When its last use was noted, in milliseconds since the epoch. */
  notedAt: number;
}

/** Keys remembered at most; past it the one that came first makes room. */
const MAX_KNOWN = 10_000;

/** Uses within a second are one: the note is read by people. */
const NOTE_INTERVAL_MS = 1000;

export function createKeyDirectory({ places, store, roles, mayCache, now, onError }: KeyDirectoryParts): KeyDirectory {
  const { header, parameter, prefix } = places;
  const known = new Map<string, Known>();
  const lastUse = createLastUse(store, onError);
  let changes = 0;

  const stopListening = store.subscribe((change) => {
    changes += 1;
    for (const [hash, { id, owner }] of known) {
      if (change.kind === 'all' || change.id === id || change.id === owner) known.delete(hash);
    }
  });
  const stopFollowing = roles.onChange(() => {
    changes += 1;
    known.clear();
  });

  function presentedIn({ headers, parameters, bearer }: PresentedCredentials): string | undefined {
    const own = headers?.get(header) ?? (parameter === null ? undefined : parameters?.get(parameter));
    return own ?? (bearer?.startsWith(prefix) === true ? bearer : undefined);
  }

  function recalled(hash: string): Authenticated | null {
    const entry = mayCache() ? known.get(hash) : undefined;
    if (entry === undefined) return null;
    const at = now();
    if (at >= entry.until) return null;
    if (at - entry.notedAt >= NOTE_INTERVAL_MS) {
      entry.notedAt = at;
      lastUse.note(entry.id, at);
    }
    return entry.outcome;
  }

  const recallByHash = createHashedLookUp(recalled);

  /** `ended`: there is such a key, and it opens nothing, or nothing any more. */
  async function verify(hash: string): Promise<Authenticated | 'ended' | 'unknown'> {
    const before = changes;
    const record = await store.keyBy(hash);
    const until = record === null ? 0 : endOf(record, hash);
    if (record === null) return 'unknown';
    if (record.status !== 'active' || now() >= until) return 'ended';
    const acting = await actingAs(record);
    if (acting === null) return 'ended';
    const standing = { holds: (): MaybePromise<boolean> => stillHolds(hash, outcome) };
    const outcome: Authenticated = Object.freeze({ kind: 'authenticated', startsSession: false, standing, ...acting });
    // What has changed meanwhile may be this key, or its owner.
    const notedAt = now();
    if (before === changes) remember(hash, { id: record.id, owner: record.owner, outcome, until, notedAt });
    lastUse.note(record.id, notedAt);
    return outcome;
  }

  /** Other rights are another standing: what is open was let in with those of then. */
  function stillHolds(hash: string, before: Authenticated): MaybePromise<boolean> {
    const known = recalled(hash);
    if (known !== null) return isSame(known, before);
    return verify(hash).then((after) => typeof after === 'object' && isSame(after, before));
  }

  function remember(hash: string, entry: Known): void {
    const [first] = known.keys();
    if (known.size >= MAX_KNOWN && first !== undefined) known.delete(first);
    known.set(hash, entry);
  }

  /** Whom it acts as at this moment; `null` when its owner may not sign in. */
  async function actingAs(record: KeyRecord): Promise<Pick<Authenticated, 'principal' | 'obligation'> | null> {
    await roles.settle();
    if (record.owner === null) return { principal: servicePrincipal(record, roles), obligation: null };
    const owner = await store.user(record.owner);
    if (owner?.status !== 'active') return null;
    const obligation = owner.mustChangePassword ? 'change-password' : null;
    return { principal: personalPrincipal(record, owner, roles), obligation };
  }

  return {
    scheme: {
      name: KEY_METHOD,
      places: { authorization: ['bearer'], headers: [header], parameters: parameter === null ? [] : [parameter] },
      authenticate(credentials): MaybePromise<SchemeOutcome> {
        const presented = presentedIn(credentials);
        if (presented === undefined) return NO_CREDENTIAL;
        return verify(hashSecret(presented)).then((found) => {
          if (typeof found === 'object') return found;
          return { kind: 'rejected', reason: found === 'ended' ? 'ended' : 'invalid', presented };
        });
      },
      recall(credentials) {
        const presented = presentedIn(credentials);
        return presented === undefined ? null : recallByHash(presented);
      },
    },
    async close() {
      stopListening();
      stopFollowing();
      await lastUse.close();
    },
  };
}

const isSame = (a: Authenticated, b: Authenticated): boolean => a === b || essenceOf(a) === essenceOf(b);

const essenceOf = ({ principal, obligation }: Authenticated): string =>
  JSON.stringify([principal.roles, principal.permissions, obligation]);

/** When a key is over that was presented as `hash`. */
function endOf({ hash: current, expiresAt, previous }: KeyRecord, hash: string): number {
  const end = expiresAt ?? Number.POSITIVE_INFINITY;
  return hash === current ? end : Math.min(end, previous?.until ?? 0);
}
