import { expect, it } from '@jest/globals';
import { newFolder, raw } from '../fixture/folder.ts';
import { killWriter } from '../fixture/killed-writer.ts';

it('kill -9 in the middle of writes leaves every acknowledged one, and no half one (F10)', async () => {
  const folder = newFolder();
  for (let round = 0; round < 6; round += 1) await killWriter(folder, round, 20 + round * 13);
  expect(Number(raw(folder, 'select count(*) as users from users')[0]?.['users'])).toBeGreaterThan(0);
});
