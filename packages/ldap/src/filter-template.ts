/**
 * Search filters with a place for the user name or the name of an entry. What is put there is escaped, so that it
 * is compared, and never read as a part of the filter.
 * @see RFC 4515 §3
 */

import { AndFilter, EqualityFilter, ExtensibleFilter, Filter, FilterParser, NotFilter, OrFilter } from 'ldapts';

/** What may stand in braces. */
export type FilterValue = 'username' | 'user_dn';

export type FilterValues = Readonly<Record<FilterValue, string>>;

/** A comparison with a value in braces. */
export interface Comparison {
  readonly attribute: string;
  /** With the braces in it. */
  readonly value: string;
}

export interface FilterTemplate {
  readonly fill: (values: FilterValues) => string;
  /** Those with `{username}`, in the order of the filter. */
  readonly usernameIn: readonly Comparison[];
}

/** What is wrong with a filter, and what to do; thrown as text for the option that holds it. */
export class FilterProblem extends Error {}

const PLACE = /\{(username|user_dn)\}/g;

/** @throws FilterProblem */
export function parseFilter(text: string, values: readonly FilterValue[]): FilterTemplate {
  const comparisons = comparisonsIn(parse(text));
  const placed = [...text.matchAll(/\{[^{}]*\}/g)].map(([place]) => place);
  const names = values.map((value) => `{${value}}`);
  const unknown = placed.find((place) => !names.includes(place));
  if (unknown !== undefined) throw new FilterProblem(`holds "${unknown}"; use only ${names.join(' and ')} here`);
  if (placed.length === 0)
    throw new FilterProblem(`lacks ${names.join(' or ')}; use it, else it finds the same for everybody`);
  const compared = comparisons.flatMap(({ value }) => value.match(PLACE) ?? []);
  if (compared.length < placed.length) {
    throw new FilterProblem(`is to compare ${names.join(' and ')} by "=" without "*", as in (uid={username})`);
  }
  return {
    fill: (given) => text.replace(PLACE, (_all, name: FilterValue) => Filter.escape(given[name])),
    usernameIn: comparisons.filter(({ value }) => value.includes('{username}')),
  };
}

/** What a comparison compares with, for this user name. */
export function comparedWith({ value }: Comparison, username: string): string {
  return value.replaceAll('{username}', () => username);
}

function parse(text: string): Filter {
  // The library reads each escaped byte as a character of its own.
  if (/\\[89a-f]/i.test(text)) throw new FilterProblem('escapes a character beyond ASCII; write it as it is');
  try {
    return FilterParser.parseString(text);
  } catch {
    throw new FilterProblem('is no search filter of RFC 4515; write one such as (uid={username})');
  }
}

function comparisonsIn(filter: Filter): readonly Comparison[] {
  if (filter instanceof AndFilter || filter instanceof OrFilter) return filter.filters.flatMap(comparisonsIn);
  if (filter instanceof NotFilter) return comparisonsIn(filter.filter);
  if (filter instanceof EqualityFilter) return [{ attribute: filter.attribute, value: String(filter.value) }];
  if (filter instanceof ExtensibleFilter && filter.matchType !== '') {
    return [{ attribute: filter.matchType, value: filter.value }];
  }
  return [];
}
