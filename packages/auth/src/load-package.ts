/**
 * Packages that an option needs, and that nobody has to install otherwise.
 */

import { AuthError } from '@doorward/core';

/** The package that `load` loads; `null` when it is not there. @throws what it throws when it is. */
export async function loadOptional<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** `needs`: the option, as people know it. @throws AuthError `auth/package-missing` with the command that installs it. */
export async function loadPackage<T>(name: string, needs: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
    const remedy = `${needs} needs a package that is not there: npm install ${name}`;
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
