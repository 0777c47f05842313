/**
 * What Doorward answered instead of what was asked for.
 *
 * @see RFC 9457 (problem details), RFC 9110 §10.2.3 (Retry-After)
 */

/**
 * Thrown for every answer of 400 and above. What is no answer at all, such as a lost network, is thrown as `fetch`
 * throws it.
 */
export class DoorwardError extends Error {
  override readonly name = 'DoorwardError';
  /** The HTTP status. */
  readonly status: number;
  /** Stable, such as `core/forbidden`; see `docs/errors`. `null`: the answer was no problem of Doorward's own shape. */
  readonly code: string | null;
  readonly title: string;
  /** What to do next, for a person. */
  readonly detail: string | null;
  /** The input that it is about. */
  readonly field: string | null;
  /** Path of the login page, where signing in would help. */
  readonly login: string | null;
  /** When to try again. `null` too where a page of another origin may not read the header. */
  readonly retryAfterSeconds: number | null;
  /** The answer itself, for a server with `renderError`. */
  readonly body: unknown;

  constructor(status: number, body: unknown, retryAfterSeconds: number | null = null) {
    const text = textsOf(body);
    const title = text('title') ?? `The server answered ${status}`;
    super(text('detail') ?? title);
    this.status = status;
    this.code = text('code');
    this.title = title;
    this.detail = text('detail');
    this.field = text('field');
    this.login = text('login');
    this.retryAfterSeconds = retryAfterSeconds;
    this.body = body;
  }
}

/** `body` is the answer's, as JSON where it is that. */
export function errorOf(response: Response, body: unknown): DoorwardError {
  const retryAfter = response.headers.get('retry-after');
  const seconds = retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : null;
  return new DoorwardError(response.status, body, seconds);
}

function textsOf(body: unknown): (name: string) => string | null {
  return (name) => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null;
    return typeof value === 'string' ? value : null;
  };
}
