import { expect, it } from '@jest/globals';
import { newFolder, raw } from '../test/fixture/folder.ts';
import { killWriter } from '../test/fixture/killed-writer.ts';

const ROUNDS = 200;

it(`kill -9 in the middle of writes, ${ROUNDS} times on one file, leaves every acknowledged one (F10)`, async () => {
  const folder = newFolder();
  for (let round = 0; round < ROUNDS; round += 1) await killWriter(folder, round, Math.random() * 120);
  expect(Number(raw(folder, 'select count(*) as users from users')[0]?.['users'])).toBeGreaterThan(ROUNDS);
});
