/**
 * What the socket of a live log says.
 */

export interface LogMessage {
  /** Of the run; a new number begins a new log. */
  readonly number: number;
  readonly startedBy: string;
  readonly status: 'running' | 'completed';
  /** What was written since the last message. */
  readonly lines: readonly string[];
}
