import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { openStores } from '../src/index.ts';
import { newFolder } from './fixture/folder.ts';

describe('the stores of a configuration', () => {
  it('are in an SQLite file when no database is named', async () => {
    const dataFolder = join(newFolder(), 'data');
    const stores = await openStores({ dataFolder });
    expect(await stores.durable.users()).toEqual({ total: 0, users: [] });
    expect(existsSync(join(dataFolder, 'doorward.db'))).toBe(true);
    await stores.close();
  });

  it('are refused for a URL that is none of PostgreSQL, which is not repeated', async () => {
    const dataFolder = newFolder();
    for (const databaseUrl of [
      'mysql://ada:canary-secret@localhost/db',
      'canary-secret',
      '',
      'postgres://ada:canary-secret@[::1/db',
      'postgres://ada:canary-secret@localhost:port/db',
      'postgres:canary-secret',
    ]) {
      const error = await openStores({ databaseUrl, dataFolder }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'sql/url-invalid' });
      expect(inspect(error, { depth: 10 })).not.toContain('canary');
    }
    expect(existsSync(join(dataFolder, 'doorward.db'))).toBe(false);
  });
});
