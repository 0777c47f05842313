/**
 * The providers of the option `oidc`. Their library is loaded when there is one.
 */

import { AuthError, isAuthError, type Provider } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, `oidc/options-invalid`. */
export async function openOidc({ oidc, now = Date.now }: ResolvedOptions): Promise<readonly Provider[]> {
  if (oidc.length === 0) return [];
  const { createOidcProvider } = await loadLibrary();
  return oidc.map((options, index) => {
    try {
      return createOidcProvider({ ...options, now });
    } catch (error) {
      throw oidc.length === 1 ? error : ofEntry(error, index);
    }
  });
}

async function loadLibrary(): Promise<typeof import('@doorward/oidc')> {
  try {
    return await import('@doorward/oidc');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = 'oidc needs a package that is not there: npm install @doorward/oidc';
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}

/** Says which one of a list it is: `oidc.1.issuer` in place of `oidc.issuer`. */
function ofEntry(error: unknown, index: number): unknown {
  if (!isAuthError(error) || error.option === undefined) return error;
  const inList = (text: string): string => text.replaceAll(/\boidc(?=[.:])/g, `oidc.${index}`);
  const message = error.message.replace(` [${error.code}]`, '');
  return new AuthError(error.code, inList(message), { option: error.option.replace(/^oidc/, `oidc.${index}`) });
}
