/**
 * The books of Quillmoor Cycles, a shop that does not exist. The same day has the same figures in every
 * app and every process.
 */

export interface Product {
  readonly name: string;
  readonly category: string;
  /** In cents. */
  readonly price: number;
  /** Pieces on a usual day. */
  readonly pace: number;
}

export const PRODUCTS: readonly Product[] = [
  { name: 'Roll-top pannier, 20\u00a0l', category: 'Bags', price: 8900, pace: 180 },
  { name: 'Handlebar bag', category: 'Bags', price: 5450, pace: 120 },
  { name: 'Front light, 70\u00a0lux', category: 'Lights', price: 6450, pace: 210 },
  { name: 'Rear light', category: 'Lights', price: 2990, pace: 270 },
  { name: 'Commuter tyre,\u00a028″', category: 'Wheels', price: 3490, pace: 330 },
  { name: 'Inner tube,\u00a028″', category: 'Wheels', price: 790, pace: 720 },
  { name: 'Chain, 9-speed', category: 'Parts', price: 2190, pace: 240 },
  { name: 'Leather saddle', category: 'Parts', price: 11900, pace: 60 },
  { name: 'Frame pump', category: 'Tools', price: 3200, pace: 150 },
  { name: 'Brass bell', category: 'Tools', price: 1800, pace: 270 },
];

export interface Day {
  readonly date: Date;
  /** Pieces sold, in the order of PRODUCTS. */
  readonly units: readonly number[];
  readonly revenue: number;
  readonly orders: number;
  readonly visitors: number;
}

/** The `count` days that ended `before` days before this one, oldest first. Today is not over, so not among them. */
export function days(count: number, before = 0): readonly Day[] {
  const today = Math.floor(Date.now() / DAY_MS);
  return Array.from({ length: count }, (_, index) => day(today - before - count + index));
}

/** Orders of a usual day by the hour, in thousandths. */
export const HOURS: readonly number[] = [
  6, 3, 2, 2, 3, 8, 22, 45, 58, 52, 49, 55, 68, 54, 46, 44, 50, 63, 78, 92, 87, 62, 36, 15,
];

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function revenueOf(period: readonly Day[]): number {
  return sum(period.map(({ revenue }) => revenue));
}

const DAY_MS = 86_400_000;

/** Busier towards the week's end, and a little more from month to month. Day 0, in 1970, was a Thursday. */
function day(number: number): Day {
  const week = [1.0, 1.14, 1.34, 1.16, 0.82, 0.78, 0.88][number % 7] ?? 1;
  const trend = 1 + ((number - 20_000) / 365) * 0.4;
  const mood = 0.88 + 0.24 * noise(number);
  const units = PRODUCTS.map(({ pace }, index) =>
    Math.round(pace * week * trend * mood * (0.75 + 0.5 * noise(number * 31 + index))),
  );
  const orders = Math.round(sum(units) / (1.55 + 0.2 * noise(number * 7)));
  return {
    date: new Date(number * DAY_MS),
    units,
    revenue: sum(units.map((pieces, index) => pieces * (PRODUCTS[index]?.price ?? 0))),
    orders,
    visitors: Math.round(orders / (0.026 + 0.008 * noise(number * 13))),
  };
}

/** A number from 0 to 1 that looks random, and is always the same for a seed. */
function noise(seed: number): number {
  const mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  const again = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((again ^ (again >>> 16)) >>> 0) / 2 ** 32;
}
