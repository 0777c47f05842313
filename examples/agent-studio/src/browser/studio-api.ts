/**
 * Calls of the studio's own API.
 */

export interface Place {
  /** Path of the API. */
  readonly api: string;
  /** Told what the server refused, and `null` when the next call went well. */
  readonly onProblem: (text: string | null) => void;
}

/** The answer; `true` where there is none; `null` when it was refused. */
export async function call<T>(place: Place, method: string, path: string, body?: object): Promise<T | null> {
  try {
    const response = await fetch(place.api + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    // Signed out meanwhile: the page itself leads to the login, and back.
    if (response.status === 401) location.reload();
    const answer = response.status === 204 ? true : await response.json();
    place.onProblem(response.ok ? null : (answer.detail ?? 'That did not work.'));
    return response.ok ? answer : null;
  } catch {
    place.onProblem('The server cannot be reached. Try again.');
    return null;
  }
}
