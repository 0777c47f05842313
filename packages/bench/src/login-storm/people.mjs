/**
 * Who signs in during the storm.
 */

/** More than are under way at once, so that nobody's attempts wait for each other. */
export const PEOPLE = 1_500;

/** One attempt in so many has a wrong password, or a name that nobody has. */
const WRONG_EVERY = 10;

export const PASSWORD = 'a kettle sings beside the harbour';

/** @param {number} i */
export function nameOf(i) {
  return `person-${i}`;
}

/**
 * The request of an attempt: the form of the login page, from an address of its own, so that what is
 * measured is the line of passwords and not the limits on guesses.
 *
 * @param {number} port
 * @param {number} attempt
 */
export function loginRequest(port, attempt) {
  const isWrong = attempt % WRONG_EVERY === 0;
  // Every other wrong one is at an account that is there; each at another one.
  const username = isWrong && attempt % (2 * WRONG_EVERY) !== 0 ? `nobody-${attempt}` : nameOf(attempt % PEOPLE);
  const body = `${new URLSearchParams({ username, password: isWrong ? 'wrong all the same' : PASSWORD })}`;
  const address = `10.${(attempt >> 16) & 255}.${(attempt >> 8) & 255}.${attempt & 255}`;
  const request = [
    'POST /auth/login HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `X-Forwarded-For: ${address}`,
    'User-Agent: doorward-bench',
    'Accept: text/html',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  return { request, wanted: isWrong ? '401' : '303' };
}
