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
 * @typedef {object} Goal reached or missed by the median, unless uncertain
 * @property {string} id by which it is known
 * @property {string} key by which remarks find it, together with row and framework
 * @property {string} text
 * @property {string} [where] the framework
 * @property {import('./statistics.mjs').Spread} value
 * @property {number} limit
 * @property {string} unit
 * @property {number} digits
 * @property {boolean} atLeast false when the value may be at most the limit
 * @property {{ readonly name: string, readonly where: string, readonly median: number }} [peer] whose cost the limit was
 *   made of, and on which framework
 * @property {string} [uncertain] why it is neither reached nor missed
 *
 * @typedef {object} Outcome
 * @property {readonly Table[]} tables
 * @property {readonly Goal[]} goals
 * @property {number | null} [stolen] share of the CPU time that the host took for others; `null` if unknown
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
 * @property {import('./variant.mjs').Measurement} [measurement] what it takes of every framework, if anything
 * @property {(context: Context) => Promise<Outcome>} run
 */

/** @type {readonly Row[]} */
export const ROWS = [...COMPARED_ROWS, PERMISSIONS, MEMORY, LOGIN_STORM, START, REDIS, SIZE];
