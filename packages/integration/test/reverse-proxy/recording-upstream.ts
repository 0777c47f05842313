/**
 * A server behind a reverse proxy that writes down what it is asked, to the byte.
 */

import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { portOf, stop } from '../outer-servers.ts';

export interface Recorded {
  readonly line: string;
  /** Name, value, name, value, as they were written. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export interface RecordingUpstream {
  readonly port: number;
  readonly recorded: Recorded[];
  close(): Promise<void>;
}

export async function startRecordingUpstream(): Promise<RecordingUpstream> {
  const recorded: Recorded[] = [];
  const server: Server = createServer((req, res) => {
    void buffer(req).then((body) => {
      recorded.push({ line: `${req.method} ${req.url}`, headers: req.rawHeaders, body });
      res.end('upstream');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), recorded, close: () => stop(server) };
}
