/**
 * Authentication switched off. Then everybody is let in, so that only this machine itself is served:
 * the peer, the Host and the absence of a forwarding header must all say so.
 */

import { createPrincipal } from './access/principal.ts';
import { hasForwardingHeader, isLoopbackAddress } from './request/client-address.ts';
import type { RequestView } from './request/request-view.ts';
import { ANONYMOUS, type Continue } from './response/decision.ts';

/** Lets a request in, or answers `null`. */
export type OpenMode = (view: RequestView) => Continue | null;

export function createOpenMode(options: { readonly openToNetwork: boolean }): OpenMode {
  return (view) => (options.openToNetwork || isLocal(view) ? EVERYBODY : null);
}

/** True for `localhost`, names below it, 127.0.0.0/8 and [::1], with any port. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}

function isLocal(view: RequestView): boolean {
  return (
    isLoopbackAddress(view.remoteAddress ?? '') && isLoopbackHost(view.header('host')) && !hasForwardingHeader(view)
  );
}

const EVERYBODY: Continue = Object.freeze({
  ...ANONYMOUS,
  principal: createPrincipal({ subject: 'anyone', permissions: ['*'], method: 'off' }),
});
