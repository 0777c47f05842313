/**
 * Notices instances that share a store and no secret: each would take the sessions of the others for nobody's, and people
 * would be signed out from one request to the next.
 *
 * While it runs, each instance leaves in the store a value made of each of its secrets, and looks at those of the others
 * when it starts. A secret cannot be found from its value but by trying, which the length of secrets rules out (NIST SP
 * 800-107 §5.3.4: HMAC with a key of 256 bits).
 */

import { AuthError, type ExpiringStore, type KeyRing, randomSecret } from '@doorward/core';

export interface SecretCheckParts {
  readonly store: Pick<ExpiringStore, 'create' | 'delete' | 'extend' | 'get' | 'list'>;
  readonly keys: KeyRing;
  readonly now: () => number;
}

export interface SecretCheck {
  /** Takes the values of this instance out of the store. */
  stop(): Promise<void>;
}

/** No user's id has a space. */
const OWNER = 'doorward instances';
const PURPOSE = 'instance';

/** For how long one counts that ended without a word, in milliseconds, and how often it says that it lives. */
const KEPT_MS = 60_000;
const RENEW_MS = 20_000;

/** @throws AuthError `auth/secret-differs`, and those of the store. */
export async function checkSecrets({ store, keys, now }: SecretCheckParts): Promise<SecretCheck> {
  const own = keys.signatures(PURPOSE, 'secret of a live instance');
  const key = randomSecret();

  async function note(): Promise<void> {
    const expiresAt = now() + KEPT_MS;
    if ((await store.get('ticket', key)) !== null) return void (await store.extend('ticket', key, expiresAt));
    await store.create('ticket', key, { value: { purpose: PURPOSE, secrets: own }, expiresAt, owner: OWNER });
  }

  // Before the others are looked at: of two that start at once, one at least sees the other.
  await note();
  async function stop(): Promise<void> {
    try {
      await store.delete('ticket', key);
    } catch {
      // It is over by itself within a minute.
    }
  }
  const others = await store.list('ticket', OWNER);
  if (others.some(({ value }) => differs(value, own))) {
    await stop();
    throw secretDiffers();
  }
  // One that could not be written is written the next time: a store that is away is told of elsewhere.
  const timer = setInterval(() => void note().catch(() => undefined), RENEW_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await stop();
    },
  };
}

/** What is no such value at all, is nobody's. */
function differs(value: unknown, own: readonly string[]): boolean {
  const { secrets } = (value ?? {}) as { readonly secrets?: unknown };
  return Array.isArray(secrets) && !secrets.some((secret) => own.includes(secret));
}

function secretDiffers(): AuthError {
  return new AuthError(
    'auth/secret-differs',
    'secret: another instance on the same store has none of these secrets, so neither would know whom the other signed in. ' +
      'Give both the same. To change the secret, put the new one first and keep the old one second until every instance ' +
      'has both. An instance that ended without a word counts for a minute.',
    { option: 'secret' },
  );
}
