/**
 * Whether the provider is the one that is configured, seen at the start: better there than by the first person.
 */

import { AuthError, isAuthError, type Provider } from '@doorward/core';
import type { Discover } from './discovery.ts';

/** Throws `oidc/answer-refused` for metadata that will never do, such as another issuer's. */
export function createMetadataCheck(issuer: string, discover: Discover): NonNullable<Provider['check']> {
  return async () => {
    try {
      await discover();
      return 'well';
    } catch (error) {
      if (!isAuthError(error) || error.code !== 'oidc/answer-refused') return 'away';
      const reason = error.message.replace(` [${error.code}]`, '');
      const message = `oidc.issuer: ${issuer} is not what is configured. ${reason}. Correct issuer, tenant or discoveryUrl.`;
      throw new AuthError('oidc/answer-refused', message, { option: 'oidc.issuer' });
    }
  };
}
