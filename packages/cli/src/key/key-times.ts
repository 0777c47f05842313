/**
 * What the options about time take.
 */

import { InvalidArgumentError } from 'commander';

const DAY_MS = 24 * 60 * 60 * 1000;
const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `90` or `90d` from now, `2027-01-31`, or `2027-01-31T10:00Z`; `2027` is no year. In milliseconds since the epoch. */
export function readExpiry(text: string): number {
  const days = /^[1-9]\d{0,2}$|^[1-9]\d{0,4}(?=d$)/.exec(text)?.[0];
  if (days !== undefined) return Date.now() + Number(days) * DAY_MS;
  const time = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError('Write so many days (90), a day (2027-01-31), or a time (2027-01-31T10:00Z).');
}

/** `3600`, `30m`, `12h`, `1d`. In seconds. */
export function readOverlap(text: string): number {
  const [, count, unit = ''] = /^(\d{1,8})([smhd]?)$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (UNIT_SECONDS[unit] ?? 0);
  throw new InvalidArgumentError('Write seconds (3600), or 30m, 12h, 1d.');
}
