/**
 * Authentication switched off. Then everybody is let in, so that only this machine itself is served:
 * the peer, the Host and the absence of a forwarding header must all say so.
 */

import { createPrincipal, type Principal } from './access/principal.ts';
import { hasForwardingHeader, isLoopbackAddress } from './request/client-address.ts';
import type { RequestView } from './request/request-view.ts';
import { ANONYMOUS, type Continue } from './response/decision.ts';

/** Lets a request in, or answers `null`. */
export type OpenMode = (view: RequestView) => Continue | null;

export interface OpenModeOptions {
  readonly openToNetwork: boolean;
  /** Whom everybody acts as. */
  readonly everybody: () => Principal;
}

export function createOpenMode({ openToNetwork, everybody }: OpenModeOptions): OpenMode {
  let current: Continue = ANONYMOUS;
  return (view) => {
    if (!openToNetwork && !isLocal(view)) return null;
    const principal = everybody();
    if (current.principal !== principal) current = Object.freeze({ ...ANONYMOUS, principal });
    return current;
  };
}

/** True for `localhost`, names below it, 127.0.0.0/8 and [::1], with any port. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}

/** True when the peer, the Host and the absence of a forwarding header all say that it is this machine. */
export function isLocal(view: RequestView): boolean {
  return (
    isLoopbackAddress(view.remoteAddress ?? '') && isLoopbackHost(view.header('host')) && !hasForwardingHeader(view)
  );
}

/** Whom everybody acts as unless a user is named. */
export const ANYONE: Principal = createPrincipal({ subject: 'anyone', permissions: ['*'], method: 'off' });
