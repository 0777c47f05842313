/**
 * Options of which there may be one or several.
 */

import { AuthError, isAuthError } from '@doorward/core';

/** Makes something of each; an error says which one of a list it is: `oidc.1.issuer` in place of `oidc.issuer`. */
export function madeOfEach<T, R>(option: string, list: readonly T[], make: (options: T) => R): readonly R[] {
  return list.map((options, index) => {
    try {
      return make(options);
    } catch (error) {
      throw list.length === 1 ? error : ofEntry(error, option, index);
    }
  });
}

function ofEntry(error: unknown, name: string, index: number): unknown {
  if (!isAuthError(error) || error.option === undefined) return error;
  const inList = (text: string): string => text.replaceAll(new RegExp(`\\b${name}(?=[.:])`, 'g'), `${name}.${index}`);
  const message = error.message.replace(` [${error.code}]`, '');
  return new AuthError(error.code, inList(message), { option: inList(`${error.option}:`).slice(0, -1) });
}
