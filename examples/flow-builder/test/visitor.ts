/**
 * A browser, or a program with a cookie jar: keeps what it is given, follows no redirect.
 */

import { type Answer, FORM_TYPE, HttpClient, JSON_TYPE, PAGE } from '@doorward/test-process';
import { expect } from '@jest/globals';

export class Visitor extends HttpClient {
  /** At another server of the same host, with the same cookies. */
  at(server: { readonly port: number }): Visitor {
    return new Visitor(server).adopt(this);
  }

  /** Opens a page. */
  open(path: string): Promise<Answer> {
    return this.send('GET', path, PAGE);
  }

  /** Calls the API, as a program. */
  api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { accept: 'application/json', ...(body === undefined ? {} : JSON_TYPE) };
    return this.send(method, `/api/v1${path}`, headers, body === undefined ? '' : JSON.stringify(body));
  }

  /** The API's login, a form as in the seed. */
  login(username: string, password: string): Promise<Answer> {
    const body = new URLSearchParams({ username, password }).toString();
    return this.send('POST', '/api/v1/login', { accept: 'application/json', ...FORM_TYPE }, body);
  }
}

/** A visitor who has signed in by the API. */
export async function signedIn(server: { readonly port: number }, name: string, password: string): Promise<Visitor> {
  const visitor = new Visitor(server);
  expect(await visitor.login(name, password)).toMatchObject({ status: 200 });
  return visitor;
}
