// Where a response ends.
import { expect, test } from '@jest/globals';
import { createResponseReader } from '../src/response-reader.mjs';

const chunk = (text: string) => Buffer.from(text, 'latin1');

test('a response with a length ends after so many bytes, however it arrives', () => {
  const read = createResponseReader();
  expect(read(chunk('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n'))).toBeNull();
  expect(read(chunk('\r\nhel'))).toBeNull();
  expect(read(chunk('lo'))).toBe('200');
  expect(read(chunk('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n'))).toBe('401');
});

test('a response in chunks ends with the empty one', () => {
  const read = createResponseReader();
  expect(read(chunk('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'))).toBeNull();
  expect(read(chunk('0\r\n\r\n'))).toBe('200');
});

test('a response with neither ends with its head', () => {
  expect(createResponseReader()(chunk('HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'))).toBe('304');
});
