/**
 * What happens in the shop this second: invented, as everything here.
 */

import type { Order, Tick } from './browser/message.ts';
import { PRODUCTS } from './shop.ts';

export interface Feed {
  /** The last minutes, oldest first. */
  recent(): readonly Tick[];
}

/** Calls back once a second. Keeps no process alive. */
export function startFeed(heard: (tick: Tick) => void): Feed {
  let ticks: readonly Tick[] = [];
  const now = Date.now();
  for (let second = LENGTH; second > 0; second -= 1) ticks = [...ticks, nextTick(now - second * 1000, ticks.at(-1))];

  setInterval(() => {
    const tick = nextTick(Date.now(), ticks.at(-1));
    ticks = [...ticks.slice(1), tick];
    heard(tick);
  }, 1000).unref();

  return { recent: () => ticks };
}

/** Long enough that its orders fill the list of the page. */
const LENGTH = 240;

/** Visitors come and go a few at a time, and tend towards six hundred of at most a thousand. */
function nextTick(at: number, last: Tick | undefined): Tick {
  const visitors = last?.visitors ?? 580;
  const drift = (620 - visitors) * 0.05;
  const next = Math.round(visitors + drift + (Math.random() - 0.5) * 100);
  return { at, visitors: Math.min(980, Math.max(60, next)), order: Math.random() < 0.1 ? nextOrder() : null };
}

function nextOrder(): Order {
  const { name, price } = oneOf(PRODUCTS);
  const pieces = oneOf([1, 1, 1, 2, 2, 3]);
  return { item: pieces === 1 ? name : `${pieces} × ${name}`, city: oneOf(CITIES), amount: pieces * price };
}

const CITIES: readonly string[] = [
  'Aarhus',
  'Galway',
  'Ghent',
  'Graz',
  'Groningen',
  'Leipzig',
  'Ljubljana',
  'Lyon',
  'Malmö',
  'Porto',
  'Turin',
  'Utrecht',
];

function oneOf<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
