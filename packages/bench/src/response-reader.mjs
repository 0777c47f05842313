/**
 * Finds the end of an HTTP/1.1 response, and reads nothing else of it than the status.
 *
 * @see RFC 9112 §6.3 (message body length)
 */

/**
 * For a connection with one request in flight.
 *
 * @returns {(chunk: Buffer) => string | null} the status once the response is complete, else `null`
 */
export function createResponseReader() {
  /** @type {Buffer | null} */
  let pending = null;
  return (chunk) => {
    const received = pending === null ? chunk : Buffer.concat([pending, chunk]);
    const complete = isComplete(received);
    pending = complete ? null : received;
    return complete ? received.latin1Slice(STATUS_START, STATUS_START + 3) : null;
  };
}

/** `HTTP/1.1 ` comes before it. */
const STATUS_START = 9;

/** @param {Buffer} received */
function isComplete(received) {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const head = received.latin1Slice(0, headEnd).toLowerCase();
  const at = head.indexOf(LENGTH);
  if (at !== -1) return received.length >= headEnd + 4 + Number.parseInt(head.slice(at + LENGTH.length), 10);
  if (head.includes('\r\ntransfer-encoding: chunked')) return received.latin1Slice(received.length - 5) === '0\r\n\r\n';
  return true;
}

const LENGTH = '\r\ncontent-length: ';
