/**
 * Names of what authenticates, which sessions and events carry: no provider may be called so.
 */

export const METHODS: readonly string[] = [
  ...['token', 'password', 'static-token', 'jwt', 'api-key', 'auto-login', 'access-token', 'basic'],
];
