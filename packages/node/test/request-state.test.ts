import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { createPrincipal } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import {
  outerPrincipal,
  type RequestState,
  requestState,
  requireRequestState,
  setPrincipal,
  setRequestState,
} from '../src/request-state.ts';

const message = (): IncomingMessage => new IncomingMessage(new Socket());

describe('what the guard leaves on a request', () => {
  it('is found by every copy of this package, by one symbol (decision: one symbol, P12)', () => {
    const [one, state] = [message(), {} as RequestState];
    setRequestState(one, state);
    expect(requireRequestState(one)).toBe(state);
    expect(Reflect.get(one, Symbol.for('doorward.request-state'))).toBe(state);
  });

  it('is missing where no guard ran, and then the error says what to add (L21)', () => {
    for (const none of [undefined, message(), {}]) {
      expect(() => requireRequestState(none)).toThrow(
        expect.objectContaining({
          code: 'node/guard-missing',
          message: expect.stringMatching(/Add app\.use\(doorward\(\)\) before/),
        }),
      );
    }
    expect(requestState(message())).toBeUndefined();
  });

  it('is nothing that a client can send: no header and no field name reaches it (P22)', () => {
    const one = message();
    for (const name of ['doorward.request-state', 'Symbol(doorward.request-state)', 'auth', '__proto__']) {
      one.headers[name] = 'x';
      Reflect.set(one, name === '__proto__' ? 'x' : name, { request: {} });
    }
    expect(requestState(one)).toBeUndefined();
    expect(outerPrincipal(one)).toBeUndefined();
  });
});

describe('a principal that the user’s own login named', () => {
  it('belongs to its request alone (A57, S15)', () => {
    const [one, two, ada] = [message(), message(), createPrincipal({ subject: 'ada', method: 'own' })];
    setPrincipal(one, ada);
    expect([outerPrincipal(one), outerPrincipal(two)]).toEqual([ada, undefined]);
  });
});
