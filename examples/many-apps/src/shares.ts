/**
 * How the revenue of a period divides among the categories, largest first.
 */

import { type Day, PRODUCTS, revenueOf, sum } from './shop.ts';

export interface CategoryShare {
  readonly name: string;
  readonly revenue: number;
  /** From 0 to 1. */
  readonly share: number;
}

export function categoryShares(period: readonly Day[]): readonly CategoryShare[] {
  const total = revenueOf(period);
  const names = [...new Set(PRODUCTS.map(({ category }) => category))];
  return names
    .map((name) => {
      const revenue = sum(
        PRODUCTS.map((product, index) => (product.category === name ? product.price * unitsOf(period, index) : 0)),
      );
      return { name, revenue, share: revenue / total };
    })
    .sort((a, b) => b.revenue - a.revenue);
}

/** Pieces of one product. */
export function unitsOf(period: readonly Day[], product: number): number {
  return sum(period.map(({ units }) => units[product] ?? 0));
}
