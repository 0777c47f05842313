/**
 * Which addresses this server talks to, and sends browsers to.
 */

import { isLoopbackHost } from '@doorward/core';

/** Whoever can change an answer on its way can sign in as anybody: https, or http that never leaves this machine. */
export function isAllowedAddress({ protocol, host }: URL, allowHttp: boolean): boolean {
  return protocol === 'https:' || (protocol === 'http:' && allowHttp && isLoopbackHost(host));
}
