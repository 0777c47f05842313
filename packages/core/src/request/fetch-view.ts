/**
 * The view of a Fetch API Request, for our own endpoints and for servers without Node's objects.
 */

import type { RequestView } from './request-view.ts';

export class FetchRequestView implements RequestView {
  readonly method: string;
  readonly target: string;
  readonly rootPath: string;
  readonly remoteAddress: string | undefined;
  readonly mounts = null;
  readonly upgrade = false;
  readonly #headers: Headers;

  constructor(request: Request, rootPath: string, remoteAddress?: string) {
    this.method = request.method;
    this.target = request.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
    this.rootPath = rootPath;
    this.remoteAddress = remoteAddress;
    this.#headers = request.headers;
  }

  header(name: string): string | undefined {
    return this.#headers.get(name) ?? undefined;
  }

  /** Fetch joins field lines with a comma, so that a doubled credential is one that no scheme can read. */
  headerLines(name: string): readonly string[] {
    const value = this.#headers.get(name);
    return value === null ? [] : [value];
  }
}
