import type { DurableChange, RecordChange } from '@doorward/core';
import { KEY, USER } from '@doorward/test-core';
import { expect, it } from '@jest/globals';
import { newFolder, open } from '../fixture/folder.ts';

it('who listens to one store hears nothing of the other on the same database', async () => {
  const { durable, expiring } = await open(newFolder());
  const records: RecordChange[] = [];
  const changes: DurableChange[] = [];
  expiring.subscribe((change) => records.push(change));
  durable.subscribe((change) => changes.push(change));
  await durable.write(async (writer) => {
    await writer.putUser({ ...USER, id: 'u' });
    await writer.putKey({ ...KEY, owner: 'u' });
  });
  await expiring.create('ticket', 't', { value: 1, owner: 'u', expiresAt: Date.now() + 60_000 });
  await expiring.claim('ticket', 't');
  expect(records).toEqual([{ kind: 'ticket', key: 't' }]);
  expect(changes).toEqual([
    { kind: 'user', id: 'u' },
    { kind: 'key', id: 'k' },
  ]);
});
