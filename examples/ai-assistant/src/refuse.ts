/**
 * Ends the process before it began, for a variable that cannot be used.
 */

export function refuse(what: string): never {
  console.error(`The server did not start. ${what}. Run with --help to see all variables.`);
  process.exit(1);
}
