/**
 * Standard output for what was asked for, standard error for all else.
 */

/** What a command answers. */
export interface Answer {
  /** For people. Without a line break at its end. */
  readonly text: string;
  /** The same for programs, with `--json`. */
  readonly json: unknown;
  /** Beside it, for people: on standard error. */
  readonly notes?: readonly string[];
}

export function show({ text, json, notes = [] }: Answer, asJson: boolean): void {
  process.stdout.write(`${asJson ? JSON.stringify(json) : text}\n`);
  if (!asJson) for (const line of notes) note(line);
}

/** A line on standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Text of others, such as a browser's name: what would move the cursor or turn the line becomes a space. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
