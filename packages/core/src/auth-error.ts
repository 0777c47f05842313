/**
 * The one error class of Doorward. Every code has a page under `docs/errors/`.
 */

/** Codes are `<package>/<what>`; each package owns its prefix. */
export type ErrorCode = `${string}/${string}`;

export interface AuthErrorOptions {
  readonly cause?: unknown;
  /** Path of the option that is wrong, such as `session.idleSeconds`. */
  readonly option?: string;
}

/**
 * Thrown for wrong configuration, misuse of the API, and a store that is away. Wrong credentials
 * never throw: they are a {@link Decision}. No message ever holds a secret.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: ErrorCode;
  readonly option: string | undefined;

  constructor(code: ErrorCode, message: string, options: AuthErrorOptions = {}) {
    super(`${message} [${code}]`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.option = options.option;
  }
}

/** True for an {@link AuthError}, also one made by another copy of this package. */
export function isAuthError(value: unknown): value is AuthError {
  return value instanceof Error && value.name === 'AuthError' && 'code' in value;
}
