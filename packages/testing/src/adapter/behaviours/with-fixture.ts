/**
 * A group of behaviours that share one running server.
 */

import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Fixture, type FixtureOptions, startFixture } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';

/** Starts the server before the group and stops it after; `get` answers it inside the tests. */
export function withFixture(
  name: string,
  harness: AdapterHarness,
  options: FixtureOptions,
  tests: (get: () => Fixture) => void,
): void {
  describe(name, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await startFixture(harness, options);
    });
    afterAll(() => fixture.close());
    tests(() => fixture);
  });
}
