/**
 * Checks of options: those of all packages, and of addresses.
 */

import { createOptionChecks, type OptionChecks } from '@doorward/core';
import { isAllowedAddress } from './address.ts';

const checks: OptionChecks = createOptionChecks('oidc/options-invalid');

export const wrong: OptionChecks['wrong'] = checks.wrong;
export const assertObject: OptionChecks['assertObject'] = checks.assertObject;
export const assertText: OptionChecks['assertText'] = checks.assertText;
export const assertWhole: OptionChecks['assertWhole'] = checks.assertWhole;
export const assertKnown: OptionChecks['assertKnown'] = checks.assertKnown;

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
