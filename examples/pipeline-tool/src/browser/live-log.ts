/**
 * The live log in the browser: shows what the socket says, comes back after an outage, and ends when the
 * session does.
 */

import type { LogMessage } from './message.ts';

/** RFC 6455 §7.4.1, policy violation: our server's word for a session that ended. */
const SIGNED_OUT = 1008;
const WAIT_MS = 1_000;

const log = find('log');
const state = find('state');
let shown = 0;

function connect(): void {
  const url = new URL(log.dataset['socket'] ?? '', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  // All lines come again with a new connection.
  socket.onopen = () => {
    shown = 0;
    show('live', 'Live');
  };
  socket.onmessage = ({ data }) => hear(JSON.parse(String(data)) as LogMessage);
  socket.onclose = ({ code }) => (code === SIGNED_OUT ? end() : retryLater());
}

function hear({ number, startedBy, status, lines }: LogMessage): void {
  if (number !== shown) log.textContent = '';
  shown = number;
  log.append(lines.map((line) => `${line}\n`).join(''));
  log.scrollTop = log.scrollHeight;
  find('run').textContent = `Run ${number}, started by ${startedBy}: ${status}`;
}

/** Nothing of what was shown stays, and the way back in stands in its place. */
function end(): void {
  const { content } = find('ended') as HTMLTemplateElement;
  document.title = 'Signed out · Sluice';
  document.querySelector('main')?.replaceChildren(content);
  document.querySelector('.menu')?.remove();
}

function retryLater(): void {
  show('waiting', 'Connecting again');
  setTimeout(retry, WAIT_MS);
}

/** A refused socket does not say why, but the page itself answers 401 when nobody is signed in any more. */
async function retry(): Promise<void> {
  const status = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    (response) => response.status,
    () => 0,
  );
  if (status === 401) end();
  else if (status === 200) connect();
  else retryLater();
}

function show(name: string, text: string): void {
  state.dataset['state'] = name;
  state.textContent = text;
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

connect();
