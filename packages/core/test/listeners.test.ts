import { expect, it } from '@jest/globals';
import { createListeners } from '../src/listeners.ts';

it('a function that listens twice is told twice, and stops once for each', () => {
  const heard: string[] = [];
  const listeners = createListeners<string>({ onError: () => undefined });
  const listen = (change: string): void => void heard.push(change);
  const [stop, stopToo] = [listeners.subscribe(listen), listeners.subscribe(listen)];
  listeners.tell('a');
  stop();
  stop();
  listeners.tell('b');
  stopToo();
  listeners.tell('c');
  expect(heard).toEqual(['a', 'a', 'b']);
});

it('a listener that fails keeps no other from being told', () => {
  const [heard, errors]: [string[], unknown[]] = [[], []];
  const listeners = createListeners<string>({ onError: (error) => errors.push(error) });
  listeners.subscribe(() => {
    throw new Error('deaf');
  });
  listeners.subscribe((change) => heard.push(change));
  listeners.tell('a');
  expect([heard, errors]).toEqual([['a'], [new Error('deaf')]]);
});

it('says when the first one begins to listen, and when the last one has stopped', () => {
  const listening: boolean[] = [];
  const listeners = createListeners<string>({ onError: () => undefined, onListening: (is) => listening.push(is) });
  const [stop, stopToo] = [listeners.subscribe(() => undefined), listeners.subscribe(() => undefined)];
  stop();
  expect(listening).toEqual([true]);
  stopToo();
  stopToo();
  expect(listening).toEqual([true, false]);
});
