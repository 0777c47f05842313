/**
 * What the live page shows. All of it is text and SVG attributes: the page's policy lets no style in.
 */

import type { Order, Tick } from './message.ts';

export type State = 'connecting' | 'live' | 'paused' | 'waiting' | 'ended';

const SECOND_MS = 1000;
const TALLEST = 1000;
const SHOWN_SECONDS = 60;
const ORDERS_SHOWN = 6;

const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const isCalm = matchMedia('(prefers-reduced-motion: reduce)');

/** The last minutes, oldest first, one tick a second. */
export function draw(ticks: readonly Tick[]): void {
  const minute = ordersIn(ticks.slice(-SHOWN_SECONDS));
  setText('visitors', String(ticks.at(-1)?.visitors ?? 0));
  setText('orders', String(minute.length));
  setText('revenue', euro.format(minute.reduce((sum, { amount }) => sum + amount, 0) / 100));
  // One second stands left of the chart, for the line to come from.
  drawLine(ticks.slice(-SHOWN_SECONDS - 2));
  drawOrders(ordersIn(ticks).slice(-ORDERS_SHOWN));
}

export function drawState(state: State, text: string): void {
  const element = find('state');
  if (element.dataset['state'] === state) return;
  element.dataset['state'] = state;
  element.textContent = text;
}

/** Nothing of what was shown stays, and the way back in stands in its place. */
export function drawEnd(): void {
  drawState('ended', 'Signed out');
  document.title = document.title.replace(/^Live/, 'Signed out');
  find('feed').remove();
  find('pause').remove();
  document.querySelector('.account')?.remove();
  const content = find('ended-content') as HTMLTemplateElement;
  const ended = find('ended');
  ended.hidden = false;
  ended.append(content.content);
}

/** Drawn where it will be in a second, and moved there from where it was. */
function drawLine(ticks: readonly Tick[]): void {
  const points = ticks.map(({ visitors, order }, index) => ({
    at: `${SHOWN_SECONDS + 1 - ticks.length + index} ${TALLEST - visitors}`,
    order,
  }));
  const line = `M${points.map(({ at }) => at).join('L')}`;
  find('line').setAttribute('d', line);
  find('area').setAttribute('d', `${line}V${TALLEST}H-1Z`);
  find('marks').setAttribute('d', points.map(({ at, order }) => (order === null ? '' : `M${at}h0`)).join(''));
  if (isCalm.matches) return;
  find('moving').animate([{ transform: `translateX(${100 / SHOWN_SECONDS}%)` }, { transform: 'none' }], {
    duration: SECOND_MS,
  });
}

interface TimedOrder extends Order {
  readonly at: number;
}

function ordersIn(ticks: readonly Tick[]): readonly TimedOrder[] {
  return ticks.flatMap(({ at, order }) => (order === null ? [] : [{ at, ...order }]));
}

/** Only what is new is added, so that it alone is seen to come in. */
function drawOrders(orders: readonly TimedOrder[]): void {
  const list = find('latest');
  const newest = Number((list.firstElementChild as HTMLElement | null)?.dataset['at'] ?? 0);
  for (const order of orders.filter(({ at }) => at > newest)) list.prepend(orderLine(order));
  while (list.childElementCount > ORDERS_SHOWN) list.lastElementChild?.remove();
}

function orderLine({ at, item, city, amount }: TimedOrder): HTMLLIElement {
  const line = document.createElement('li');
  line.dataset['at'] = String(at);
  for (const [name, text] of Object.entries({
    time: clock.format(at),
    item,
    city,
    amount: euro.format(amount / 100),
  })) {
    const part = document.createElement('span');
    part.className = name;
    part.textContent = text;
    line.append(part);
  }
  return line;
}

function setText(id: string, text: string): void {
  find(id).textContent = text;
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}
