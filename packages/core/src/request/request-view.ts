/**
 * What the decision sees of a request. No body: who is allowed in never depends on it.
 */
import type { RuleFinder } from '../access/path-rules.ts';

export interface RequestView {
  /** As sent, such as `GET`. */
  readonly method: string;
  /** The request target exactly as sent (RFC 9112 §3.2), never rewritten by a router. */
  readonly target: string;
  /** The path below which this guard is mounted in the user's app; `''` at the root. */
  readonly rootPath: string;
  /** The peer's address as the socket tells it; `undefined` when there is no socket. */
  readonly remoteAddress: string | undefined;
  /** The apps mounted below this guard; `null` when there are none. */
  readonly mounts: RuleFinder | null;
  /** True when the connection asks to be upgraded (RFC 9110 §7.8): judged before any 101. */
  readonly upgrade: boolean;
  /** The header's value, by lower-case name. */
  header(name: string): string | undefined;
  /** Every field line of that name, in order: tells a doubled header from a single one. */
  headerLines(name: string): readonly string[];
}
