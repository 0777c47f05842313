/**
 * A strategy, as far as the bridge has to know it. A structure and no class: strategies come with Passport's types or
 * with none, and those change `Request` for a whole program.
 *
 * @see https://www.passportjs.org/packages/passport-strategy/
 */

export interface PassportStrategy {
  /** As in `passport.use`; here for messages alone. */
  readonly name?: string | undefined;
  /** Ends in one of `success`, `fail`, `redirect`, `pass` and `error`, which are there while it runs. */
  authenticate(request: unknown, options?: unknown): unknown;
}

/** What a strategy said. One that calls `error`, throws, or says nothing in time rejects instead. */
export type StrategyOutcome =
  | { readonly kind: 'success'; readonly user: unknown; readonly info: unknown }
  /** `challenge` is as the strategy gave it, and may be what a stranger wrote. */
  | { readonly kind: 'fail'; readonly challenge: unknown; readonly status: number | null }
  | { readonly kind: 'redirect'; readonly url: unknown }
  | { readonly kind: 'pass' };

/** For messages. */
export const nameOf = ({ name }: PassportStrategy): string =>
  typeof name === 'string' && /^[\w.@/-]{1,64}$/.test(name) ? name : 'without a name';
