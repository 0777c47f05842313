/**
 * A service key with every right that the configuration names, so that a new installation can be worked with
 * by programs. Made once: who deletes or disables it is not undone by the next start.
 */

import { type DurableStore, hashSecret, type KeyRecord } from '@doorward/core';
import type { Roles } from '../roles/roles.ts';
import { keySecretOf, newKeyId } from './key.ts';

/** Hash of the key that was made last. */
const SETTING = 'bootstrap-key';

export interface BootstrapParts {
  readonly store: DurableStore;
  readonly roles: Roles;
  readonly now: () => number;
}

/** Makes it unless this very key was made before; another one takes the place of the one before. */
export async function ensureBootstrapKey({ store, roles, now }: BootstrapParts, secret: string): Promise<void> {
  const hash = hashSecret(secret);
  if ((await store.setting(SETTING)) === hash) return;
  await store.write(async (writer) => {
    const before = await writer.setting(SETTING);
    if (before === hash) return;
    const former = before === null ? null : await store.keyBy(before);
    if (former !== null) await writer.deleteKey(former.id);
    await writer.putKey(recordOf(secret, roles, now()));
    await writer.putSetting(SETTING, hash);
  });
}

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
    createdBy: 'configuration',
    expiresAt: null,
    lastUsedAt: null,
  };
}
