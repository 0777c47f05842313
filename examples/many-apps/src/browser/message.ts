/**
 * What the server says on the socket of the live page. The page itself says nothing.
 */

export interface Message {
  /** In the first message only: whom the socket acts as. */
  readonly user?: string;
  /** What happened since the last message, one entry a second; the first message has the last minutes. */
  readonly ticks: readonly Tick[];
}

export interface Tick {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly visitors: number;
  readonly order: Order | null;
}

export interface Order {
  readonly item: string;
  readonly city: string;
  /** In cents. */
  readonly amount: number;
}
