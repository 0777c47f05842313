/**
 * The rows that can be asked for, and what each of them answers.
 */

import { COMPARED_ROWS } from './compared/rows.mjs';
import { LOGIN_STORM } from './login-storm/row.mjs';
import { MEMORY } from './memory/row.mjs';
import { PERMISSIONS } from './permissions/row.mjs';
import { REDIS } from './redis/row.mjs';
import { SIZE } from './size/row.mjs';
import { START } from './start/row.mjs';

/**
 * @typedef {object} Figure
 * @property {string} label
 * @property {import('./variant.mjs').Variant['kind']} [kind] whose it is; Doorward's unless said
 * @property {boolean} [isAbsolute] true where the others of its table are differences
 * @property {import('./statistics.mjs').Spread} value
 * @property {string} unit
 * @property {number} digits after the point
 *
 * @typedef {object} Table
 * @property {string} name of the framework, or of what was measured
 * @property {readonly Figure[]} figures
 * @property {readonly string[]} [notes] what is uncertain
 * @property {boolean} [isPicture] true where bars say more than numbers
 *
 * @typedef {object} Goal reached or not by the median
 * @property {string} id by which it is known
 * @property {string} key by which remarks find it, together with row and framework
 * @property {string} text
 * @property {string} [where] the framework
 * @property {import('./statistics.mjs').Spread} value
 * @property {number} limit
 * @property {string} unit
 * @property {number} digits
 * @property {boolean} atLeast false when the value may be at most the limit
 *
 * @typedef {{ readonly tables: readonly Table[], readonly goals: readonly Goal[] }} Outcome
 *
 * @typedef {object} Context
 * @property {number | null} rounds another number than the row's own
 * @property {boolean} peers whether they take part
 * @property {(line: string) => void} progress
 * @property {(measurement: import('./variant.mjs').Measurement) => Promise<readonly import('./measure.mjs').Result[]>} measure
 *   on every framework, once for all rows
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} title
 * @property {boolean} [isCompared] true when it is measured on every framework
 * @property {(context: Context) => Promise<Outcome>} run
 */

/** @type {readonly Row[]} */
export const ROWS = [...COMPARED_ROWS, PERMISSIONS, MEMORY, LOGIN_STORM, START, REDIS, SIZE];
