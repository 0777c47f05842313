/**
 * The mark of this product: inline in our header, as an image on Doorward's pages.
 */

const SHAPES =
  '<rect x="2" y="4" width="11" height="9" rx="3"/><rect x="19" y="19" width="11" height="9" rx="3"/><path d="M13 8.5h4a4 4 0 0 1 4 4V19"/>';

/** Coloured by the style sheet. */
export const MARK: string = `<svg viewBox="0 0 32 32" aria-hidden="true">${SHAPES}</svg>`;

/** Brings its colours along. */
export const LOGO: string = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#6a5fe0" stroke-width="2.25" stroke-linecap="round">${SHAPES}</svg>`,
).toString('base64')}`;
