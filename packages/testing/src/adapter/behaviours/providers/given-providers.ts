/**
 * Two providers, and a server behind which people sign in with them.
 */

import type { ExpiringStore } from '@doorward/core';
import type { Browser } from '../../../provider/provider-browser.ts';
import type { TestProvider } from '../../../provider/test-provider.ts';
import { type Fixture, SCRIPT } from '../../fixture.ts';

export interface GivenProviders {
  /** The server of the group. */
  get(): Fixture;
  readonly acme: TestProvider;
  readonly other: TestProvider;
  /** What the server keeps its sessions in. */
  readonly store: ExpiringStore;
}

/** Whom the app sees. */
export const who = async (browser: Browser): Promise<unknown> => (await browser.get('/who', SCRIPT)).body;
