/**
 * Checks of single options. A message says which option it is, what is wrong, and what to give.
 */

import { AuthError } from '@doorward/core';
import { isAllowedAddress } from './address.ts';

/** The error of an option, `problem` being what is wrong and the remedy. */
export function wrong(option: string, problem: string): AuthError {
  return new AuthError('oidc/options-invalid', `${option}: ${problem}`, { option });
}

/** Plain objects only: a RegExp or a Map in its place is a mistake that would match nothing, or too much. */
export function assertObject(value: unknown, option: string, remedy: string): asserts value is object {
  if (Object.prototype.toString.call(value) === '[object Object]') return;
  throw wrong(option, `is not an object; ${remedy}`);
}

export function assertText(value: unknown, option: string, remedy: string): asserts value is string {
  if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
  if (value === '') throw wrong(option, `is empty; ${remedy}`);
}

/** Refuses an option that is there under no name of `names`, which is spelled wrong most likely. */
export function assertKnown(given: object, option: string, names: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw wrong(`${option}.${unknown}`, `there is no such option; there are ${names.join(', ')}`);
}

/** https without a query, or http on this machine where `allowHttp` says so. Answers the address. */
export function assertAddress(value: unknown, option: string, remedy: string, allowHttp: boolean): URL {
  const address = assertEndpoint(value, option, remedy, allowHttp);
  if (String(value).includes('?')) throw wrong(option, `holds a query; ${remedy}`);
  return address;
}

/** The same, and may hold a query, as endpoints may (RFC 6749 §3.1). */
export function assertEndpoint(value: unknown, option: string, remedy: string, allowHttp: boolean): URL {
  assertText(value, option, remedy);
  if (!URL.canParse(value)) throw wrong(option, `is no address; ${remedy}`);
  const address = new URL(value);
  if (address.username !== '' || address.password !== '') {
    throw wrong(option, `holds a user name or password; ${remedy}`);
  }
  if (value.includes('#')) throw wrong(option, `holds a fragment; ${remedy}`);
  if (isAllowedAddress(address, allowHttp)) return address;
  const local = `http is for a provider on this machine alone, and then ${option.split('.')[0]}.allowHttp is to be true`;
  throw wrong(option, `is not https; ${remedy}. ${local}`);
}
