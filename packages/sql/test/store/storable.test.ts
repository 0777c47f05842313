import { KEY, USER } from '@doorward/test-core';
import { describe, expect, it } from '@jest/globals';
import { newFolder, open } from '../fixture/folder.ts';

describe('a text that databases cut short or change', () => {
  it.each(['ada\0', '\0', 'ada\0bob', 'ada\ud800'])('is refused where it would be stored: %j', async (text) => {
    const { durable, expiring } = await open(newFolder());
    for (const user of [
      { ...USER, id: text },
      { ...USER, username: text },
      { ...USER, email: text },
      { ...USER, displayName: text },
      { ...USER, identifiers: ['ada', text] },
      { ...USER, roles: [text] },
    ]) {
      await expect(durable.write((writer) => writer.putUser(user))).rejects.toMatchObject({ code: 'sql/failed' });
    }
    for (const key of [
      { ...KEY, id: text },
      { ...KEY, name: text },
      { ...KEY, hash: text },
      { ...KEY, hint: text },
      { ...KEY, previous: { hash: text, until: 1 } },
      { ...KEY, owner: text },
      { ...KEY, createdBy: text },
    ]) {
      await expect(durable.write((writer) => writer.putKey(key))).rejects.toMatchObject({ code: 'sql/failed' });
    }
    await expect(durable.write((writer) => writer.putSetting(text, '1'))).rejects.toMatchObject({ code: 'sql/failed' });
    await expect(durable.write((writer) => writer.putSetting('a', text))).rejects.toMatchObject({ code: 'sql/failed' });
    await expect(expiring.increment(text, 1000)).rejects.toMatchObject({ code: 'sql/failed' });
    const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 1000 };
    await expect(expiring.create('session', text, record)).rejects.toMatchObject({ code: 'sql/failed' });
    expect((await durable.users()).total).toBe(0);
    expect((await durable.keys()).total).toBe(0);
  });
});
