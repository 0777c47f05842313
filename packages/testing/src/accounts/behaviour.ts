/**
 * What people with accounts, and programs that act for them, meet at every adapter, whatever store is behind: one
 * suite.
 */

import type { DoorwardOptions } from '@doorward/auth';
import { describe } from '@jest/globals';
import type { AdapterHarness } from '../adapter/harness.ts';
import { basicLogin } from './behaviours/basic-login.ts';
import { connectedAccounts } from './behaviours/connected-accounts.ts';
import { connectionTickets } from './behaviours/connection-tickets.ts';
import { credentialStates } from './behaviours/credential-states.ts';
import { customRoles } from './behaviours/custom-roles.ts';
import { endings } from './behaviours/endings.ts';
import { firstRun } from './behaviours/first-run.ts';
import { frontEnds } from './behaviours/front-ends.ts';
import { guesses } from './behaviours/guesses.ts';
import { hostile } from './behaviours/hostile.ts';
import { instances } from './behaviours/instances.ts';
import { keyEndings } from './behaviours/key-endings.ts';
import { keyManagement } from './behaviours/key-management.ts';
import { keySecrecy } from './behaviours/key-secrecy.ts';
import { keyValues } from './behaviours/key-values.ts';
import { keys } from './behaviours/keys.ts';
import { lostAnswers } from './behaviours/lost-answers.ts';
import { metricsKeys } from './behaviours/metrics-keys.ts';
import { obligations } from './behaviours/obligations.ts';
import { ownEndpoint } from './behaviours/own-endpoint.ts';
import { ownTokens } from './behaviours/own-tokens.ts';
import { pairDemanded } from './behaviours/pair-demanded.ts';
import { provisionedAccounts } from './behaviours/provisioned-accounts.ts';
import { sameAddress } from './behaviours/same-address.ts';
import { signingIn } from './behaviours/signing-in.ts';
import { tokenCookies } from './behaviours/token-cookies.ts';
import { tokenEndpoints } from './behaviours/token-endpoints.ts';
import { tokens } from './behaviours/tokens.ts';

/** Where the data of a group of tests lies. */
export interface AccountsPlace {
  /** For the test's name. */
  readonly name: string;
  /** A new and empty one. */
  open(): Promise<OpenPlace>;
}

export interface OpenPlace {
  /** `dataFolder` or `databaseUrl`, and a secret where it is needed. */
  readonly options: DoorwardOptions;
  /** All that is kept, as it lies there. */
  dump(): Promise<string> | string;
  /** Removes it. */
  close(): Promise<void> | void;
}

const PEOPLE = [
  signingIn,
  guesses,
  endings,
  obligations,
  instances,
  firstRun,
  ownEndpoint,
  customRoles,
  hostile,
  frontEnds,
  connectedAccounts,
  provisionedAccounts,
  sameAddress,
  lostAnswers,
];
const PROGRAMS = [
  keys,
  keyEndings,
  keySecrecy,
  keyValues,
  keyManagement,
  metricsKeys,
  pairDemanded,
  tokens,
  tokenEndpoints,
  tokenCookies,
  ownTokens,
  credentialStates,
  basicLogin,
  connectionTickets,
];

export function describeAccounts(harness: AdapterHarness, place: AccountsPlace): void {
  describe(`${harness.name}, accounts in ${place.name}`, () => {
    for (const behaviours of [...PEOPLE, ...PROGRAMS]) behaviours(harness, place);
  });
}
