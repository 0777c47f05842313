/**
 * One connection of a client, with one request in flight at a time.
 */

import { connect } from 'node:net';

/**
 * @typedef {object} Answer
 * @property {string} status
 * @property {string} head status line and headers
 * @property {number} ms from sending the request
 *
 * @typedef {object} Connection
 * @property {(request: string) => Promise<Answer>} ask
 * @property {() => void} close
 *
 * @param {number} port
 * @returns {Promise<Connection>}
 */
export function openConnection(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(onSocket(socket)));
    socket.once('error', reject);
  });
}

/** @param {import('node:net').Socket} socket */
function onSocket(socket) {
  /** @type {{ done: (answer: Answer) => void, failed: (error: Error) => void, sent: number } | null} */
  let waiting = null;
  let received = '';
  const fail = (error) => waiting?.failed(error);
  socket.removeAllListeners('error');
  socket.setEncoding('latin1');
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed a connection')));
  socket.on('data', (text) => {
    received += text;
    if (!isComplete(received) || waiting === null) return;
    const { done, sent } = waiting;
    const head = received.slice(0, received.indexOf('\r\n\r\n'));
    [waiting, received] = [null, ''];
    done({ status: head.slice(STATUS_START, STATUS_START + 3), head, ms: performance.now() - sent });
  });
  return {
    ask: (request) =>
      new Promise((done, failed) => {
        waiting = { done, failed, sent: performance.now() };
        socket.write(request, 'latin1');
      }),
    close() {
      waiting = null;
      socket.destroy();
    },
  };
}

/** `HTTP/1.1 ` comes before it. */
const STATUS_START = 9;

function isComplete(received) {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, headEnd))?.[1];
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length);
  return !/\r\ntransfer-encoding: chunked/i.test(received.slice(0, headEnd)) || received.endsWith('0\r\n\r\n');
}
