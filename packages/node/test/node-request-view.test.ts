import { describe, expect, it } from '@jest/globals';
import { NodeRequestView } from '../src/node-request-view.ts';
import { ask } from './fixture/server.ts';

async function viewOf(head: string): Promise<NodeRequestView> {
  let view: NodeRequestView | undefined;
  await ask((message, response) => {
    view = new NodeRequestView(message, message.url ?? '', '/root', null);
    response.end(view.remoteAddress);
  }, `${head}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  if (view === undefined) throw new Error('not reached');
  return view;
}

describe('the view of a Node request', () => {
  it('has method and target as they came, byte for byte (decision 2)', async () => {
    for (const target of ['/a%2Fb;c?d=%zz', '//x', '/a\\b', '/../x', 'http://x/y']) {
      expect([target, await viewOf(`GET ${target} HTTP/1.1`)]).toEqual([
        target,
        expect.objectContaining({ method: 'GET', target, rootPath: '/root', mounts: null, upgrade: false }),
      ]);
    }
    expect((await viewOf('PROPFIND /a HTTP/1.1')).method).toBe('PROPFIND');
  });

  it('has headers by lower-case name, and every line of a doubled one in order (A101)', async () => {
    const view = await viewOf(
      'GET / HTTP/1.1\r\nAuthorization: Bearer a\r\nX-Other: 1\r\nAUTHORIZATION: Bearer b\r\nauthorization: Bearer a',
    );
    expect(view.header('authorization')).toBe('Bearer a');
    expect(view.headerLines('authorization')).toEqual(['Bearer a', 'Bearer b', 'Bearer a']);
    expect([view.header('x-none'), view.headerLines('x-none')]).toEqual([undefined, []]);
  });

  it('does not take a value for a name', async () => {
    const view = await viewOf('GET / HTTP/1.1\r\nX-A: authorization\r\nX-B: Bearer x');
    expect(view.headerLines('authorization')).toEqual([]);
  });

  it('joins the lines of several cookies as RFC 6265 says (S12)', async () => {
    const view = await viewOf('GET / HTTP/1.1\r\nCookie: a=1\r\nCookie: a=2');
    expect(view.header('cookie')).toBe('a=1; a=2');
  });

  it('knows the peer', async () => {
    const view = await ask((message, response) =>
      response.end(new NodeRequestView(message, '/', '', null).remoteAddress),
    );
    expect(view.body).toContain('127.0.0.1');
  });
});
