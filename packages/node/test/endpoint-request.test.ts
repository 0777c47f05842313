import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { toFetchRequest, toRespond, wasBodyRead } from '../src/endpoint-request.ts';
import { ask } from './fixture/server.ts';

const FORM = 'application/x-www-form-urlencoded';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly type: string | null;
  readonly length: string | null;
  readonly read: boolean;
  readonly text: string;
}

/** What the Fetch request holds of a request whose body `before` took, or did not. */
async function seen(request: string, before: (message: IncomingMessage) => unknown = () => undefined): Promise<Seen> {
  const { body } = await ask(async (message, response) => {
    const parsed = await before(message);
    const made = toFetchRequest(message, message.url ?? '/', parsed);
    const read = wasBodyRead(message) && parsed !== undefined;
    const { headers, method, url } = made;
    response.setHeader('Content-Type', 'application/json').end(
      JSON.stringify({
        method,
        url,
        type: headers.get('content-type'),
        length: headers.get('content-length'),
        read,
        text: await made.text(),
      }),
    );
  }, request);
  return JSON.parse(body) as Seen;
}

const post = (type: string, body: string, more = ''): string =>
  `POST /auth/login?next=/x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;

async function drain(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}

describe('a request for our endpoints', () => {
  it('is passed on as it came, below an origin that no client can choose (L24)', async () => {
    expect(await seen(post(FORM, 'password=x'))).toEqual({
      method: 'POST',
      url: 'http://doorward.invalid/auth/login?next=/x',
      type: FORM,
      length: '10',
      read: false,
      text: 'password=x',
    });
  });

  it('has no body as GET, whatever came', async () => {
    expect(await seen('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc')).toMatchObject({
      method: 'GET',
      text: '',
    });
  });

  it('is read in chunks too (X7)', async () => {
    const request = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npass\r\n6\r\nword=x\r\n0\r\n\r\n`;
    expect((await seen(request)).text).toBe('password=x');
  });

  it('keeps both lines of a doubled header', async () => {
    const { body } = await ask(
      (message, response) => response.end(toFetchRequest(message, '/', undefined).headers.get('x-a')),
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: 1\r\nX-A: 2\r\n\r\n',
    );
    expect(body).toBe('1, 2');
  });

  it.each([
    ['an object of a form', FORM, { password: 'a b&c', next: '/x' }, 'password=a+b%26c&next=%2Fx'],
    [
      'a form without prototype',
      `${FORM}; charset=utf-8`,
      Object.assign(Object.create(null) as object, { password: 'x' }),
      'password=x',
    ],
    ['a form with a doubled field', FORM, { password: ['x', 'y'] }, 'password=x&password=y'],
    ['a form with a nested field', FORM, { password: { length: 1 } }, 'password=%5Bobject+Object%5D'],
    ['an object of JSON', 'application/json', { password: 'x' }, '{"password":"x"}'],
    ['a list of JSON', 'application/json', ['x'], '["x"]'],
    ['text', FORM, 'password=x', 'password=x'],
    ['bytes', FORM, Buffer.from('password=%C3%BC'), 'password=%C3%BC'],
    ['nothing', FORM, null, ''],
  ])('whose body a parser took is written out again: %s', async (_what, type, parsed, text) => {
    const read = async (message: IncomingMessage): Promise<unknown> => {
      await drain(message);
      return parsed;
    };
    expect(await seen(post(type, 'original=1'), read)).toMatchObject({ text, length: null, type });
  });

  it('whose body somebody took without a trace has none, and nothing hangs', async () => {
    expect((await seen(post(FORM, 'password=x'), async (message) => void (await drain(message)))).text).toBe('');
  });

  it('whose body was not touched by a parser is read from the stream, whatever the parser left behind', async () => {
    expect((await seen(post(FORM, 'password=x'), () => ({}))).text).toBe('password=x');
  });

  it('whose client goes away in the middle fails, and does not hang (F29)', async () => {
    let outcome: Promise<string> | undefined;
    await ask(
      (message, response) => {
        outcome = toFetchRequest(message, '/', undefined).text();
        outcome.catch(() => undefined);
        setTimeout(() => {
          message.destroy();
          response.destroy();
        }, 20);
      },
      post(FORM, 'password=x').replace('Content-Length: 10', 'Content-Length: 1000'),
    );
    await expect(outcome).rejects.toThrow();
  });
});

describe('a response of our endpoints', () => {
  it('keeps status, body, and each of several cookies', async () => {
    const response = new Response('é', {
      status: 201,
      headers: [
        ['x-a', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    });
    const { kind, status, headers, body } = await toRespond(response);
    expect([kind, status, body]).toEqual(['respond', 201, 'é']);
    expect(headers.filter(([name]) => name === 'set-cookie')).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
    expect((await toRespond(new Response(null, { status: 204 }))).body).toBe('');
  });
});
