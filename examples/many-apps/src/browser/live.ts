/**
 * The live page in the browser: draws what the socket says, comes back after an outage, and ends when
 * the session does.
 */

import { draw, drawEnd, drawState } from './live-view.ts';
import type { Message, Tick } from './message.ts';

/** RFC 6455 §7.4.1, policy violation: our server's word for a session that ended. */
const SIGNED_OUT = 1008;
const LONGEST_WAIT_MS = 15_000;

const feed = document.querySelector<HTMLElement>('#feed');
const pause = document.querySelector<HTMLButtonElement>('#pause');
/** Whom the socket acts as. */
let name = '';
let ticks: readonly Tick[] = [];
let isPaused = false;
let failures = 0;

function connect(): void {
  const url = new URL(feed?.dataset['socket'] ?? '', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => hear(JSON.parse(String(data)) as Message);
  socket.onclose = ({ code }) => (code === SIGNED_OUT ? end() : retryLater());
}

/** The first message of a connection has the last minutes, any other the last second. */
function hear({ user, ticks: heard }: Message): void {
  failures = 0;
  name = user ?? name;
  ticks = user === undefined ? [...ticks.slice(1), ...heard] : heard;
  show();
}

function show(): void {
  if (isPaused) {
    drawState('paused', 'Paused');
    return;
  }
  drawState('live', `Live, as ${name}`);
  draw(ticks);
}

function end(): void {
  ticks = [];
  drawEnd();
}

/** Waits longer each time, and a little differently in each tab. */
function retryLater(): void {
  const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures) * (0.75 + Math.random() / 2);
  failures += 1;
  drawState('waiting', 'Connecting again');
  setTimeout(retry, wait);
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

pause?.addEventListener('click', () => {
  isPaused = !isPaused;
  pause.setAttribute('aria-pressed', String(isPaused));
  if (ticks.length > 0) show();
});

connect();
