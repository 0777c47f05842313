/**
 * What this server has to know of a sign-in that goes on at a provider, kept in a cookie: bound to the browser by
 * that, sealed, and over by itself. Strangers write nothing into the store.
 *
 * @see RFC 6749 §10.12 (state), RFC 9700 §4.7
 */

import { readCookie } from '../request/cookies.ts';
import { type CookieAttributes, serializeCookie } from '../response/set-cookie.ts';
import type { KeyRing } from '../secret/key-ring.ts';
import { hashSecret } from '../secret/secret-value.ts';

export interface Transaction {
  readonly provider: string;
  readonly state: string;
  /** What the provider needs at the callback. */
  readonly keep: string | null;
  /** Where to go afterwards; `null`: home. */
  readonly next: string | null;
  /** Subject of who is signed in and connects his account, in place of signing in; `null`: he signs in. */
  readonly connects: string | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export interface Transactions {
  /** Set-Cookie values that keep it, without `next` where that is too long; too many others give way. */
  set(header: string | undefined, transaction: Transaction): readonly string[];
  /** The live one of a state in this browser; `null` when there is none. */
  read(header: string | undefined, state: string): Transaction | null;
  /** The Set-Cookie values that end it. */
  clear(state: string): readonly string[];
}

/** A person has so long for signing in at the provider. */
export const TRANSACTION_SECONDS: number = 15 * 60;

export function createTransactions(
  /** Of the session's cookie, newest first. */
  cookieNames: readonly string[],
  attributes: Omit<CookieAttributes, 'name' | 'sameSite'>,
  keys: KeyRing,
  now: () => number,
): Transactions {
  const prefixes = cookieNames.map((name) => `${name}_at_`);
  /** Each has its own, so that two tabs do not end each other's. Begun while a secret was replaced it has an older one. */
  const namesOf = (state: string): readonly [string, ...string[]] => {
    const end = hashSecret(state).slice(0, NAME_LENGTH);
    const [newest = '', ...older] = prefixes.map((prefix) => prefix + end);
    return [newest, ...older];
  };
  // Lax, whatever the session's is: the browser comes back from another site.
  const write = (name: string, value: string, seconds: number): string =>
    serializeCookie({ ...attributes, sameSite: 'Lax', name }, value, seconds);
  const seal = (transaction: Transaction): string => keys.seal(PURPOSE, JSON.stringify(transaction));

  /** Without its return path where it would be too long: a browser would drop all of it, and say nothing. */
  function sealed(transaction: Transaction, name: string): string {
    const whole = seal(transaction);
    return name.length + whole.length <= MAX_COOKIE_LENGTH ? whole : seal({ ...transaction, next: null });
  }

  return {
    set(header, transaction) {
      const [name] = namesOf(transaction.state);
      const value = sealed(transaction, name);
      const others = tooMany(pairsIn(header, prefixes), MAX_LENGTH_OF_ALL - name.length - value.length);
      return [...others.map((other) => write(other, '', 0)), write(name, value, TRANSACTION_SECONDS)];
    },
    read(header, state) {
      const values = header === undefined ? [] : namesOf(state).map((name) => readCookie(header, name));
      const value = values.find((each) => each !== undefined);
      const text = typeof value === 'string' ? keys.open(PURPOSE, value) : null;
      const transaction = text === null ? null : (JSON.parse(text) as Transaction);
      return transaction !== null && transaction.state === state && now() < transaction.until ? transaction : null;
    },
    clear: (state) => namesOf(state).map((name) => write(name, '', 0)),
  };
}

const PURPOSE = 'provider transaction';
const NAME_LENGTH = 10;
/** Browsers take 4096 bytes of name and value (RFC 6265 §6.1); some count attributes too. */
const MAX_COOKIE_LENGTH = 3_900;
/** Sign-ins that were begun in other tabs, and stay. */
const MAX_OTHERS = 3;
/** Any page can begin sign-ins in its visitors' browsers, and Node refuses requests with more than 16 kB of headers. */
const MAX_LENGTH_OF_ALL = 8_000;

interface Pair {
  readonly name: string;
  readonly length: number;
}

/** Names of those that give way: the oldest, which browsers send first. */
function tooMany(pairs: readonly Pair[], room: number): readonly string[] {
  let left = room;
  const stay = new Set<string>();
  for (const { name, length } of pairs.slice(-MAX_OTHERS).reverse()) {
    left -= length;
    if (left < 0) break;
    stay.add(name);
  }
  return pairs.map(({ name }) => name).filter((name) => !stay.has(name));
}

function pairsIn(header: string | undefined, prefixes: readonly string[]): readonly Pair[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .map((pair) => ({ name: pair.split('=', 1)[0] ?? '', length: pair.length }))
    .filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)) && /^[\w-]+$/.test(name));
}
