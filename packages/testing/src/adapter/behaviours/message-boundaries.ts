import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** The second request, which is to be a body, or nothing. */
const SECOND = 'GET /assets/second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

const post = (headers: string, body: string): string =>
  `POST /assets/first HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;

/** Each could end in two places, by one reading or the other (RFC 9112 §6.3, §11.2). */
const AMBIGUOUS: readonly (readonly [string, string])[] = [
  ['a length and chunks', post('Content-Length: 6\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SECOND}`)],
  ['chunks and a length', post('Transfer-Encoding: chunked\r\nContent-Length: 6', `0\r\n\r\n${SECOND}`)],
  ['two lengths', post(`Content-Length: 0\r\nContent-Length: ${SECOND.length}`, SECOND)],
  ['two lengths in one line', post(`Content-Length: 0, ${SECOND.length}`, SECOND)],
  ['a length with a sign', post('Content-Length: +0', SECOND)],
  ['a length in hexadecimal', post('Content-Length: 0x0', SECOND)],
  ['a length before a tab in its name', post('Content-Length\t: 0', SECOND)],
  ['a length before a space in its name', post('Content-Length : 0', SECOND)],
  ['an encoding that is none', post('Transfer-Encoding: xchunked', `0\r\n\r\n${SECOND}`)],
  ['chunks that are not the last encoding', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${SECOND}`)],
  ['chunks twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${SECOND}`)],
  ['a chunk of no size', post('Transfer-Encoding: chunked', `x\r\n\r\n${SECOND}`)],
  ['a chunk with a sign', post('Transfer-Encoding: chunked', `+0\r\n\r\n${SECOND}`)],
  ['a chunk that is longer than it says', post('Transfer-Encoding: chunked', `1\r\nab\r\n0\r\n\r\n${SECOND}`)],
  ['a NUL in a header', post('X-A: \0\r\nContent-Length: 0', SECOND)],
  ['a line that ends without CR', `POST /assets/first HTTP/1.1\nHost: a\nContent-Length: 0\n\n${SECOND}`],
  ['a CR alone in a header', post('X-A: b\rContent-Length: 0\r\nX-B: c', SECOND)],
  ['a version that is none', `POST /assets/first HTTP/1.7\r\nHost: a\r\nContent-Length: 0\r\n\r\n${SECOND}`],
];

export function messageBoundaries(harness: AdapterHarness): void {
  withFixture('a message', harness, {}, (get) => {
    it.each(AMBIGUOUS)(
      'with %s ends the connection, and nothing behind it is a request (V51)',
      async (_what, bytes) => {
        const text = await exchange(get().port, bytes);
        // What follows from the head may be answered before the body is found to be wrong.
        for (const [status] of text.matchAll(/(?<=HTTP\/1\.1 )\d+/g)) expect(['400', '401']).toContain(status);
        expect(get().reached).toEqual([]);
      },
    );

    it('gives its credential to no other on the same connection (V51)', async () => {
      const { port } = get();
      const first = `GET /who HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`;
      const second = 'GET /reports HTTP/1.1\r\nHost: a\r\n\r\n';
      const last = 'GET /reports HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
      const text = await exchange(port, first + second + last);
      expect(text.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['200', '401', '401']);
      expect(text).not.toContain(CANARY);
      // Where the first one ends for certain, the second one is a request.
      expect(await exchange(port, post('Content-Length: 0', SECOND))).toContain('public');
    });
  });
}

/** All that the server answers until it closes the connection. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    let text = '';
    socket.setTimeout(30_000, () => socket.destroy(new Error('neither an answer nor an end in 30 s')));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
