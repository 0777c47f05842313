/**
 * Packages that an option needs, and that nobody has to install otherwise.
 */

import { AuthError } from '@doorward/core';

/** `needs`: the option, as people know it. @throws AuthError `auth/package-missing` with the command that installs it. */
export async function loadPackage<T>(name: string, needs: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = `${needs} needs a package that is not there: npm install ${name}`;
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}
