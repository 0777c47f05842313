/**
 * Writes the page into the documentation, and its pictures beside those that are there.
 */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ROWS } from '../rows.mjs';
import { pageOf } from './page.mjs';

const DOCS = new URL('../../../../docs/', import.meta.url);
const IMAGES = new URL('images/', DOCS);
const REMARKS = new URL('../../remarks.json', import.meta.url);

/**
 * @param {import('../results.mjs').Results} results
 * @param {(line: string) => void} progress
 */
export function writePage(results, progress) {
  const remarks = JSON.parse(readFileSync(REMARKS, 'utf8'));
  const order = ROWS.map(({ name }) => name);
  const { text, pictures, unexplained } = pageOf(results, remarks, order);
  for (const file of readdirSync(IMAGES)) {
    if (/^performance-.*\.svg$/.test(file)) rmSync(new URL(file, IMAGES));
  }
  for (const { name, svg } of pictures) writeFileSync(new URL(name, IMAGES), svg);
  writeFileSync(new URL('performance.md', DOCS), text);
  progress(`wrote docs/performance.md and ${pictures.length} pictures`);
  for (const key of unexplained)
    progress(`packages/bench/remarks.json does not say why this is missed, or stands alone: ${key}`);
}
