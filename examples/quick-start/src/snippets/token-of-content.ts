/**
 * The token of a content, for whoever opens the server.
 */

// #region compute
import { createKeyRing, deterministicToken } from '@doorward/core';

/** For a program that opens the server and has to know the token. */
export function tokenOf(code: Uint8Array, secret: string): string {
  return deterministicToken(createKeyRing([secret]), code);
}
// #endregion compute
