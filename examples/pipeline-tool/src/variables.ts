/**
 * Reads single variables. One that cannot be used ends the process with one line that says what to write.
 */

/** An empty variable is one that was not given. */
export function text(name: string): string | undefined {
  return process.env[name] || undefined;
}

export function readSwitch(name: string): boolean | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  if (/^(?:1|t|true|yes|on)$/i.test(value)) return true;
  return /^(?:0|f|false|no|off)$/i.test(value) ? false : refuse(`${name} ${value}: write 1 or 0`);
}

export function readNumber(name: string, least: number, most: number): number | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,8}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuse(`${name} ${value}: write a whole number from ${least} to ${most}`);
}

export function refuse(what: string): never {
  console.error(`The server did not start. ${what}. Run with --help to see all variables.`);
  process.exit(1);
}
