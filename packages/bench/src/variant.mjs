/**
 * What a measured server is.
 */

/**
 * @typedef {'signed-in' | 'signed-in-sqlite' | 'signed-in-redis' | 'stranger' | 'mounts' | keyof typeof import("./program/kinds.mjs").KINDS} Measurement
 *   what the client is while it is measured, and where Doorward keeps it
 *
 * @typedef {object} RunningVariant
 * @property {import('node:http').Server} server listening, or about to
 * @property {(port: number) => string | Promise<string>} signIn
 *   answers the value of the header that signed-in requests carry; `''` for none
 * @property {string} [header] its name, unless it is Cookie
 *
 * @typedef {object} Variant
 * @property {string} name
 * @property {'bare' | 'control' | 'floor' | 'doorward' | 'peer'} kind
 * @property {boolean} guarded true when a stranger must get 401
 * @property {boolean} [personal] true when a signed-in answer must be kept from shared caches
 * @property {readonly Measurement[]} measurements where it takes part
 * @property {string} [comparedWith] another variant, whose CPU time is subtracted instead of that of the first one
 * @property {boolean} [sharesCore] true where a Redis of its own is on its core, and may make it wait
 * @property {() => Promise<RunningVariant>} start runs in a process of its own
 *
 * @typedef {object} Framework
 * @property {string} name
 * @property {readonly string[]} packages whose versions are printed
 * @property {number} rounds enough for a steady median: the more a bare request costs, the more it varies
 * @property {{ readonly overFloorUs: number, readonly throughput: number, readonly overOneMountUs: number } | null} goals
 *   G1, G2 and G7; the first also with SQLite behind, and for programs as G3; `null` where Doorward is not
 * @property {readonly Variant[]} variants the first one is what the others are compared with
 */

/** What every page of every server answers. */
export const PAGE = Object.freeze({ hello: 'world' });

/** A cookie that nobody checks, as long as a real one. */
export const UNCHECKED_COOKIE = `unchecked_session=${'x'.repeat(43)}`;

/** @type {readonly Measurement[]} */
export const EVERYWHERE = ['signed-in', 'signed-in-sqlite', 'signed-in-redis', 'stranger'];

/** @type {readonly Measurement[]} */
export const PROGRAMS = ['api-key', 'jwt', 'basic', 'access-token'];
