/**
 * A service key with every right that the configuration names, so that a new installation can be worked with
 * by programs. Made once: who deletes or disables it is not undone by the next start.
 */

import { AuthError, type DurableStore, hashSecret, type KeyRecord } from '@doorward/core';
import type { Roles } from '../roles/roles.ts';
import { keySecretOf, newKeyId } from './key.ts';

/** Hash of the key that was made last. */
const SETTING = 'bootstrap-key';

export interface BootstrapParts {
  readonly store: DurableStore;
  readonly roles: Roles;
  readonly now: () => number;
}

/** Of no user, and no key: those begin otherwise. */
const CREATOR = 'configuration';

/** More than there can be: no more than 100 are made otherwise. */
const ALL = 1_000;

/**
 * Makes it unless this very key was made before; another one takes the place of the one before, whatever has become of
 * that one's secret.
 *
 * @throws AuthError `accounts/options-invalid` for the secret of a key that was made otherwise.
 */
export async function ensureBootstrapKey({ store, roles, now }: BootstrapParts, secret: string): Promise<void> {
  const hash = hashSecret(secret);
  if ((await store.setting(SETTING)) === hash) return;
  await store.write(async (writer) => {
    const before = await writer.setting(SETTING);
    if (before === hash) return;
    const { keys } = await store.keys({ owner: null, limit: ALL });
    const former = keys.filter(({ createdBy }) => createdBy === CREATOR).map(({ id }) => id);
    const same = await store.keyBy(hash);
    if (same !== null && !former.includes(same.id)) throw new AuthError('accounts/options-invalid', TAKEN, { option });
    for (const id of former) await writer.deleteKey(id);
    await writer.putKey(recordOf(secret, roles, now()));
    await writer.putSetting(SETTING, hash);
  });
}

const option = 'apiKeys.bootstrap';
const TAKEN = `${option}: is the secret of a key that was made otherwise. Make one for it alone, with: npx doorward secret`;

function recordOf(secret: string, roles: Roles, createdAt: number): KeyRecord {
  const { hash, hint } = keySecretOf(secret);
  return {
    id: newKeyId(),
    name: 'bootstrap',
    hash,
    hint,
    previous: null,
    owner: null,
    roles: [roles.owner],
    permissions: null,
    status: 'active',
    createdAt,
    createdBy: CREATOR,
    expiresAt: null,
    lastUsedAt: null,
  };
}
