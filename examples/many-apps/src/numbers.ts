/**
 * Figures as people read them.
 */

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const shorts = new Intl.NumberFormat('en-IE', {
  style: 'currency',
  currency: 'EUR',
  notation: 'compact',
  maximumSignificantDigits: 3,
});
const cents = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const plain = new Intl.NumberFormat('en-IE');
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Whole euros of an amount in cents. */
export const euro = (amount: number): string => euros.format(amount / 100);

/** In thousands or millions, for little room. */
export const shortEuro = (amount: number): string => shorts.format(amount / 100);

/** With cents, as a price. */
export const price = (amount: number): string => cents.format(amount / 100);

export const count = (value: number): string => plain.format(value);

export const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`;

export const date = (day: Date): string => dates.format(day);

/** How much more than before, as `+4.2 %`, and whether that is good to hear. */
export function change(now: number, before: number): { readonly text: string; readonly direction: 'up' | 'down' } {
  const share = before === 0 ? 0 : now / before - 1;
  return { text: `${share < 0 ? '−' : '+'}${percent(Math.abs(share), 1)}`, direction: share < 0 ? 'down' : 'up' };
}
