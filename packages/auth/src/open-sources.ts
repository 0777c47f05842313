/**
 * All that says who somebody is: people, programs, providers and directories, opened on the stores.
 */

import type { KeyRing, PlacedProvider } from '@doorward/core';
import { createAdmission } from './admission.ts';
import type { Stores } from './open-stores.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { openPeople, type People, type PeopleParts } from './people.ts';
import { type PlacedDirectories, placeDirectories } from './placed-directories.ts';
import { placeProviders } from './placed-providers.ts';
import { openProgramCredentials, type ProgramCredentials } from './program-credentials.ts';
import { knownRoles, userRoles } from './role-source.ts';
import { checkSecrets, type SecretCheck } from './secret-check.ts';

interface Sources {
  readonly people: People | null;
  readonly programs: ProgramCredentials;
  readonly providers: readonly PlacedProvider[];
  readonly directories: PlacedDirectories;
}

interface SourceParts extends Pick<PeopleParts, 'isProduction' | 'onError' | 'telemetry'> {
  readonly stores: Stores;
}

/** What the stores are needed for before anybody comes. */
export async function openSources(
  options: ResolvedOptions,
  keys: KeyRing,
  parts: SourceParts,
): Promise<Sources & { readonly secretCheck: SecretCheck | null }> {
  const isShared = (options.databaseUrl ?? options.redisUrl) !== undefined;
  const { now = Date.now } = options;
  const secretCheck =
    isShared && keys.configured ? await checkSecrets({ store: parts.stores.expiring, keys, now }) : null;
  try {
    return { ...(await placeSources(options, parts)), secretCheck };
  } catch (error) {
    await secretCheck?.stop();
    throw error;
  }
}

/** All that says who somebody is. */
async function placeSources(options: ResolvedOptions, parts: SourceParts): Promise<Sources> {
  const roles = once(() => knownRoles(options));
  const programs = await openProgramCredentials(options, roles);
  let people: People | null = null;
  const admissionOf = createAdmission(options, await roles(), () => people);
  const providers = await placeProviders(options, admissionOf);
  const directories = await placeDirectories(options, admissionOf, parts.telemetry);
  people = await openPeopleOf(options, parts);
  return { programs, providers, directories, people };
}

async function openPeopleOf(
  options: ResolvedOptions,
  { stores: { durable, expiring }, isProduction, telemetry, onError }: SourceParts,
): Promise<People | null> {
  const { accounts, apiKeys, page, now = Date.now } = options;
  if (accounts === false || durable === null) return null;
  return openPeople({
    settings: accounts,
    roleSet: userRoles(options),
    apiKeys,
    mayCache: expiring.mayCache,
    title: page.title,
    store: durable,
    now,
    isProduction,
    telemetry,
    onError,
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
