import type { DurableChange, RecordChange } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { newFolder, open } from '../fixture/folder.ts';

it('who listens to one store hears nothing of the other on the same database', async () => {
  const { durable, expiring } = await open(newFolder());
  const records: RecordChange[] = [];
  const changes: DurableChange[] = [];
  expiring.subscribe((change) => records.push(change));
  durable.subscribe((change) => changes.push(change));
  await durable.write(async (writer) => {
    await writer.putUser({
      id: 'u',
      username: 'ada',
      email: null,
      displayName: null,
      identifiers: [],
      roles: [],
      identities: [],
      status: 'active',
      passwordHash: null,
      mustChangePassword: false,
      version: 1,
      createdAt: 1,
      lastSignInAt: null,
    });
    await writer.putKey({
      id: 'k',
      name: '',
      hash: 'hash',
      hint: '',
      previous: null,
      owner: 'u',
      roles: [],
      permissions: null,
      status: 'active',
      createdAt: 1,
      createdBy: 'u',
      expiresAt: null,
      lastUsedAt: null,
    });
  });
  await expiring.create('ticket', 't', { value: 1, owner: 'u', expiresAt: Date.now() + 60_000 });
  await expiring.claim('ticket', 't');
  expect(records).toEqual([{ kind: 'ticket', key: 't' }]);
  expect(changes).toEqual([
    { kind: 'user', id: 'u' },
    { kind: 'key', id: 'k' },
  ]);
});
