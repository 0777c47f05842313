/**
 * Rows of a Markdown table.
 *
 * @see https://github.github.com/gfm/#tables-extension-
 */

/** @param {readonly string[]} cells @returns {string} */
export function tableRow(cells) {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
