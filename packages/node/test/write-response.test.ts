import { describe, expect, it } from '@jest/globals';
import { writeResponse } from '../src/write-response.ts';
import { ask } from './fixture/server.ts';

describe('our answer', () => {
  it('is written with every header, doubled ones in their order', async () => {
    const answer = await ask((_message, response) =>
      writeResponse(response, {
        kind: 'respond',
        status: 401,
        headers: [
          ['www-authenticate', 'Bearer'],
          ['x-a', '1'],
          ['set-cookie', 'a=1'],
          ['www-authenticate', 'Basic'],
          ['set-cookie', 'b=2'],
          ['set-cookie', 'c=3'],
        ],
        body: 'no',
      }),
    );
    expect([
      answer.status,
      answer.body,
      answer.all('www-authenticate'),
      answer.all('set-cookie'),
      answer.all('x-a'),
    ]).toEqual(['HTTP/1.1 401 Unauthorized', 'no', ['Bearer', 'Basic'], ['a=1', 'b=2', 'c=3'], ['1']]);
  });

  it('replaces what stood on the response before', async () => {
    const answer = await ask((_message, response) => {
      response.setHeader('Cache-Control', 'public');
      writeResponse(response, { kind: 'respond', status: 401, headers: [['cache-control', 'no-store']], body: '' });
    });
    expect(answer.all('cache-control')).toEqual(['no-store']);
  });
});
