/**
 * The directories of the options, as the core needs them: verifiers of what people type into the login form.
 */

import { directoryVerifier, type PasswordDirectory, type Telemetry, type Verifier } from '@doorward/core';
import type { AdmissionOf } from './admission.ts';
import { openLdap } from './open-ldap.ts';
import type { ResolvedOptions } from './option-schema.ts';

export interface PlacedDirectories {
  readonly verifiers: readonly Verifier[];
  close(): Promise<void>;
}

/** @throws AuthError `auth/package-missing`, `ldap/options-invalid`. */
export async function placeDirectories(
  options: ResolvedOptions,
  admissionOf: AdmissionOf,
  { callSource }: Pick<Telemetry, 'callSource'>,
): Promise<PlacedDirectories> {
  const directories = [...(await openLdap(options)), ...options.directories];
  return {
    verifiers: directories.map((directory) =>
      directoryVerifier(measured(directory, callSource), admissionOf(directory.id).admit),
    ),
    async close() {
      await Promise.all(directories.map((directory) => directory.close?.()));
    },
  };
}

function measured(
  directory: PasswordDirectory,
  callSource: Telemetry['callSource'],
): Pick<PasswordDirectory, 'authenticate' | 'id'> {
  const call = { kind: 'directory', id: directory.id, operation: 'authenticate' } as const;
  return {
    id: directory.id,
    authenticate: (attempt) =>
      callSource(
        call,
        () => directory.authenticate(attempt),
        (identity) => (identity === null ? 'refused' : 'identified'),
      ),
  };
}
