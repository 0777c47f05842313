/**
 * A group of behaviours that share one place for data and one running server.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorwardOptions } from '@doorward/auth';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Fixture, startFixture } from '../adapter/fixture.ts';
import type { AdapterHarness } from '../adapter/harness.ts';
import type { AccountsPlace, OpenPlace } from './behaviour.ts';

export interface AccountsGroup {
  /** The server of this group. */
  readonly fixture: Fixture;
  /** Another server on the same data; the group stops it. */
  another(options?: DoorwardOptions): Promise<Fixture>;
  /** All that is kept of this data, as it lies there. */
  dump(): Promise<string> | string;
}

/** Starts the server before the group and stops it after; `get` answers the group inside the tests. */
export function withAccounts(
  name: string,
  harness: AdapterHarness,
  { place, options = {} }: { readonly place: AccountsPlace; readonly options?: DoorwardOptions },
  tests: (get: () => AccountsGroup) => void,
): void {
  describe(name, () => {
    let data: OpenPlace;
    let group: AccountsGroup;
    const fixtures: Fixture[] = [];

    async function another(more: DoorwardOptions = {}): Promise<Fixture> {
      const all = { token: undefined, accounts: true, ...data.options, ...options, ...more };
      const fixture = await startFixture(harness, { options: all });
      fixtures.push(fixture);
      return fixture;
    }

    beforeAll(async () => {
      data = await place.open();
      group = { fixture: await another(), another, dump: () => data.dump() };
    });
    afterAll(async () => {
      for (const fixture of fixtures) await fixture.close();
      await data.close();
    });
    tests(() => group);
  });
}

/** SQLite in a folder of its own. */
export const SQLITE: AccountsPlace = {
  name: 'SQLite',
  async open() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'doorward-'));
    return {
      options: { dataFolder },
      dump: () =>
        readdirSync(dataFolder, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => readFileSync(join(dataFolder, name), 'latin1'))
          .join('\n'),
      close: () => rmSync(dataFolder, { recursive: true, force: true }),
    };
  },
};
