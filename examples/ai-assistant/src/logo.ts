/**
 * The mark of this product: inline in our header, as an image on Doorward's pages.
 */

const SHAPES =
  '<path d="M29 8.5l-7.5-1A3.5 3.5 0 0 0 15 9c0 3 4.5 4 4.5 7.5 0 4.5-5 6-9 6H4"/><path d="M4 22.5C7 18 10 15.5 15.5 15"/><path d="M13 22.5v6.5M17 21.5v7.5"/>';

/** Coloured by the style sheet. */
export const MARK: string = `<svg viewBox="0 0 32 32" aria-hidden="true">${SHAPES}</svg>`;

/** Brings its colours along. */
export const LOGO: string = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#138a80" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${SHAPES}</svg>`,
).toString('base64')}`;
