/**
 * The directories of the options, as the core needs them: verifiers of what people type into the login form.
 */

import { directoryVerifier, type Verifier } from '@doorward/core';
import type { AdmitFrom } from './admission.ts';
import type { ResolvedOptions } from './option-schema.ts';

export interface PlacedDirectories {
  readonly verifiers: readonly Verifier[];
  close(): Promise<void>;
}

export function placeDirectories({ directories }: ResolvedOptions, admitFrom: AdmitFrom): PlacedDirectories {
  return {
    verifiers: directories.map((directory) => directoryVerifier(directory, admitFrom(directory.id))),
    async close() {
      await Promise.all(directories.map((directory) => directory.close?.()));
    },
  };
}
