/**
 * The mark of this product: inline in our header, as an image on Doorward's pages.
 */

const SHAPES = '<path d="M16 4l11 6.5v11L16 28 5 21.5v-11z"/><path d="M16 4v9m0 0l-11 8.5M16 13l11 8.5"/>';

/** Coloured by the style sheet. */
export const MARK: string = `<svg viewBox="0 0 32 32" aria-hidden="true">${SHAPES}</svg>`;

/** Brings its colours along. */
export const LOGO: string = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#8a5be0" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${SHAPES}</svg>`,
).toString('base64')}`;
