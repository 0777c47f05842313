/**
 * `req.auth`, as an accessor that Express' requests inherit. A property on each request would cost more than the rest
 * of the guard: Express replaces their prototype, and V8 is slow in adding to such objects.
 */

import { IncomingMessage } from 'node:http';
import type { RequestAuth } from '@doorward/core';
import { requestState } from '@doorward/node';

/** The prototype that was looked at last: mostly the one of the only app. */
let known: unknown;

/** Once a guard has let the request in. What other middleware has put there before gives way. */
export function exposeAuth(req: IncomingMessage): void {
  if (Object.hasOwn(req, 'auth')) Reflect.deleteProperty(req, 'auth');
  const prototype: unknown = Object.getPrototypeOf(req);
  if (prototype === known) return;
  const base = baseOf(req);
  Object.defineProperty(base ?? req, 'auth', ACCESSOR);
  if (base !== null) known = prototype;
}

/** What all apps of this copy of Express inherit from; `null` for a request that is not Node's own, as HTTP/2 has. */
function baseOf(req: IncomingMessage): object | null {
  let base: object | null = null;
  let next: object | null = Object.getPrototypeOf(req);
  while (next !== null && next !== IncomingMessage.prototype) {
    base = next;
    next = Object.getPrototypeOf(next);
  }
  return next === null ? null : base;
}

const ACCESSOR: PropertyDescriptor & ThisType<IncomingMessage> = {
  configurable: true,
  get(): RequestAuth | undefined {
    return requestState(this)?.request;
  },
  /** For other middleware that sets a property of this name. */
  set(value: unknown) {
    Object.defineProperty(this, 'auth', { value, writable: true, enumerable: true, configurable: true });
  },
};
