import { describe, expect, it } from '@jest/globals';
import { newFolder, open } from '../fixture/folder.ts';

const ADA = {
  id: '1',
  username: 'ada',
  email: null,
  displayName: null,
  identifiers: ['ada'],
  roles: [],
  identities: [],
  status: 'active',
  passwordHash: null,
  mustChangePassword: false,
  version: 1,
  createdAt: 1,
  lastSignInAt: null,
} as const;

const KEY = {
  id: 'k',
  name: 'Nightly build',
  hash: 'hash',
  hint: 'wxyz',
  previous: null,
  owner: null,
  roles: [],
  permissions: null,
  status: 'active',
  createdAt: 1,
  createdBy: '1',
  expiresAt: null,
  lastUsedAt: null,
} as const;

describe('a text that databases cut short or change', () => {
  it.each(['ada\0', '\0', 'ada\0bob', 'ada\ud800'])('is refused where it would be stored: %j', async (text) => {
    const { durable, expiring } = await open(newFolder());
    for (const user of [
      { ...ADA, id: text },
      { ...ADA, username: text },
      { ...ADA, email: text },
      { ...ADA, displayName: text },
      { ...ADA, identifiers: ['ada', text] },
      { ...ADA, roles: [text] },
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
