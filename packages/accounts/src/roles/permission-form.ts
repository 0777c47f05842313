/**
 * How a permission is written: `resource:action[:id]`, `*` for any part, or `*` alone.
 */
export const PERMISSION: RegExp = /^(?:\*|[^\s:]+:[^\s:]+(?::\S+)?)$/;
