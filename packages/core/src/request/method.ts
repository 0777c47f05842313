/**
 * What methods mean.
 */

/** Asks for nothing to be done. @see RFC 9110 §9.2.1 */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
