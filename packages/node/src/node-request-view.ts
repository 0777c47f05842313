/**
 * The view of a Node request: reads from the message, copies nothing.
 */

import type { IncomingMessage } from 'node:http';
import type { RequestView, RuleFinder } from '@doorward/core';

export class NodeRequestView implements RequestView {
  readonly method: string;
  readonly target: string;
  readonly rootPath: string;
  readonly mounts: RuleFinder | null;
  readonly upgrade: boolean;
  readonly #message: IncomingMessage;

  /** `target` as it arrived, before any router cut it. */
  constructor(message: IncomingMessage, target: string, rootPath: string, mounts: RuleFinder | null, upgrade = false) {
    this.method = message.method ?? 'GET';
    this.target = target;
    this.rootPath = rootPath;
    this.mounts = mounts;
    this.upgrade = upgrade;
    this.#message = message;
  }

  get remoteAddress(): string | undefined {
    return this.#message.socket.remoteAddress;
  }

  header(name: string): string | undefined {
    return this.#message.headers[name] as string | undefined;
  }

  /** Node keeps the first of a doubled header and drops the others; the raw list has them all. */
  headerLines(name: string): readonly string[] {
    const raw = this.#message.rawHeaders;
    const lines: string[] = [];
    for (let i = 0; i + 1 < raw.length; i += 2) {
      if (raw[i]?.length === name.length && raw[i]?.toLowerCase() === name) lines.push(raw[i + 1] ?? '');
    }
    return lines;
  }
}
