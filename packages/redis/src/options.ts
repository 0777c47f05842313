/**
 * What the store can be told, and what stands after defaults.
 */

export interface RedisTls {
  /** Certificates of authorities in PEM, in place of those that Node knows. Default those of Node. */
  readonly ca?: string | undefined;
  /** File with the same. */
  readonly caFile?: string | undefined;
}

export interface RedisSettings {
  /**
   * What the names of all keys and channels begin with, 1 to 64 printable ASCII characters without spaces. Servers with
   * the same one share sessions. In a Cluster it is put into braces, so that all is in one slot. Default `doorward:`.
   */
  readonly prefix?: string | undefined;
  /**
   * True: every request asks Redis, and nothing is remembered. A removal then waits for nobody. Default false:
   * sessions are remembered while each removal is certain to be heard of.
   */
  readonly strict?: boolean | undefined;
  /** Milliseconds that an answer may take, 50 to 10,000. Past it the call fails and the connection is made anew. Default 500. */
  readonly commandTimeoutMs?: number | undefined;
  /** Whom to trust, with `rediss://`. Names and dates of certificates are always checked. */
  readonly tls?: RedisTls | undefined;
}

export interface RedisOptions extends RedisSettings {
  /**
   * `redis://user:password@host:6379/0`, `rediss://` with TLS, or Sentinel: `redis-sentinel://host:26379,host:26379/0#name`
   * and `rediss-sentinel://`, or Cluster: `redis-cluster://host:6379,host:6379` and `rediss-cluster://`. No message ever holds the password. `redis://` sends it in clear.
   */
  readonly url: string;
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Told of what fails in the background; a call that fails throws by itself. */
  readonly onError?: ((error: unknown) => void) | undefined;
  readonly log?: { warn(line: string): void } | undefined;
}

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  /** For messages: without user and password. */
  readonly place: string;
  readonly isEncrypted: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly kind: 'server' | 'sentinel' | 'cluster';
  /** The server, or those who know where it is. */
  readonly servers: readonly ServerAddress[];
  /** What Sentinel calls the servers; empty without Sentinel. */
  readonly sentinelName: string;
}

export interface ResolvedOptions {
  readonly address: RedisAddress;
  readonly prefix: string;
  readonly strict: boolean;
  readonly commandTimeoutMs: number;
  /** `undefined`: those of Node. */
  readonly ca: readonly string[] | undefined;
}
