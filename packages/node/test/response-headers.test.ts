import type { ServerResponse } from 'node:http';
import { type Auth, type Continue, createPrincipal, RequestAuth, type RequestClient, type Site } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { type RequestState, setRequestState } from '../src/request-state.ts';
import { hookWriteHead } from '../src/response-headers.ts';
import { type Answer, ask } from './fixture/server.ts';

const VARY = 'Cookie, Authorization';

/** What the guard leaves behind when it lets a request in. */
function letIn(response: ServerResponse, decision: Continue, vary = VARY): void {
  const site = { login: '/auth/login', logout: '/auth/logout', visible: '' } as Site;
  const request = new RequestAuth(decision, site, '', {} as RequestClient);
  setRequestState(response.req, { auth: { vary } as Auth, request } as RequestState);
  hookWriteHead(response);
}

type Write = (response: ServerResponse) => unknown;

const decisionOf = (given: Partial<Continue>): Continue => ({
  kind: 'continue',
  principal: createPrincipal({ subject: 'ada', method: 'test' }),
  session: null,
  standing: null,
  obligation: null,
  cookies: [],
  headers: [],
  personal: true,
  query: null,
  ...given,
});

const SIGNED_IN = decisionOf({ cookies: ['session=1; Path=/'] });

/** Every way in which an app may write its head. */
const FORMS: Readonly<Record<string, Write>> = {
  'end alone': (r) => r.end('x'),
  'write, then end': (r) => {
    r.write('x');
    r.end();
  },
  setHeader: (r) => r.setHeader('X-A', '1').end('x'),
  'setHeader of a list': (r) => r.setHeader('Set-Cookie', ['a=1', 'b=2']).end('x'),
  'statusCode and statusMessage': (r) => Object.assign(r, { statusCode: 201, statusMessage: 'Mine' }).end('x'),
  flushHeaders: (r) => {
    r.setHeader('X-A', '1').flushHeaders();
    r.end('x');
  },
  'writeHead with a status': (r) => r.writeHead(201).end('x'),
  'writeHead with a reason': (r) => r.writeHead(201, 'Mine').end('x'),
  'writeHead with an empty reason': (r) => r.writeHead(201, '', { 'X-A': '1' }).end('x'),
  'writeHead with an object': (r) => r.writeHead(201, { 'X-A': '1', 'X-B': 2, 'X-C': ['3', '4'] }).end('x'),
  'writeHead with a reason and an object': (r) => r.writeHead(201, 'Mine', { 'X-A': '1' }).end('x'),
  'writeHead with no reason and an object': (r) =>
    r.writeHead(201, undefined as unknown as string, { 'X-A': '1' }).end('x'),
  'writeHead with a flat list': (r) => r.writeHead(201, ['X-A', '1', 'X-B', '2']).end('x'),
  'writeHead with a flat list and doubles': (r) =>
    r.writeHead(201, ['Set-Cookie', 'a=1', 'X-A', '1', 'Set-Cookie', 'b=2']).end('x'),
  'writeHead with a flat list of lists': (r) =>
    r.writeHead(201, ['Set-Cookie', ['a=1', 'b=2'], 'X-A', '1'] as string[]).end('x'),
  'writeHead with a nested list': (r) =>
    r
      .writeHead(201, [
        ['X-A', '1'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ] as unknown as string[])
      .end('x'),
  'writeHead with a reason and a flat list': (r) => r.writeHead(201, 'Mine', ['X-A', '1']).end('x'),
  'writeHead over setHeader': (r) =>
    r.setHeader('X-A', '0').setHeader('X-B', '2').writeHead(201, { 'x-a': '1' }).end('x'),
  'writeHead of a list over setHeader': (r) =>
    r.setHeader('X-A', '0').setHeader('X-B', '2').writeHead(201, ['X-A', '1', 'X-C', '2']).end('x'),
  'writeHead over a list of cookies': (r) =>
    r.setHeader('Set-Cookie', ['a=1', 'b=2']).writeHead(201, { 'Set-Cookie': 'c=3' }).end('x'),
  '304': (r) => r.writeHead(304, { ETag: '"x"' }).end(),
  '204': (r) => r.writeHead(204).end(),
};

/** The answer of an app that writes it so, behind a guard that decided so. */
const answerOf = (decision: Continue, write: Write): Promise<Answer> =>
  ask((_message, response) => {
    letIn(response, decision);
    write(response);
  });

const OURS = new Set(['cache-control', 'vary']);
const isOurs = ([name, value]: readonly [string, string]): boolean =>
  OURS.has(name.toLowerCase()) || value === 'session=1; Path=/';

/** What the app said, without the date. */
const ownHeaders = ({ headers }: Answer): readonly string[] =>
  headers
    .filter((header) => !isOurs(header) && header[0] !== 'Date')
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .sort();

describe('the headers that we add', () => {
  it.each(Object.entries(FORMS))(
    'go beside the app’s own by %s, of which none is lost or changed (decision 17)',
    async (_name, write) => {
      const bare = await ask((_message, response) => write(response));
      const added = await answerOf(SIGNED_IN, write);
      expect([added.status, added.body, ownHeaders(added)]).toEqual([bare.status, bare.body, ownHeaders(bare)]);
      expect(added.all('set-cookie').filter((value) => value === 'session=1; Path=/')).toHaveLength(1);
      expect([added.all('cache-control'), added.all('vary')]).toEqual([['no-store'], ['Cookie, Authorization']]);
    },
  );

  it.each(Object.entries(FORMS))(
    'go beside them by %s where nothing but caching is to be said (S14)',
    async (_name, write) => {
      const bare = await ask((_message, response) => write(response));
      const added = await answerOf(decisionOf({}), write);
      expect([added.status, added.body, ownHeaders(added)]).toEqual([bare.status, bare.body, ownHeaders(bare)]);
      expect(added.all('cache-control')).toEqual(['private, no-cache']);
      expect(added.all('vary')).toEqual(['Cookie, Authorization']);
    },
  );

  it('leave the object alone that the app gave: it may be one for many answers', async () => {
    const headers = Object.freeze({ 'X-A': '1' });
    const answer = await answerOf(decisionOf({}), (r) => r.writeHead(200, headers).end());
    expect([answer.all('x-a'), answer.all('vary'), Object.keys(headers)]).toEqual([
      ['1'],
      ['Cookie, Authorization'],
      ['X-A'],
    ]);
  });

  it.each(Object.entries(FORMS))(
    'name every header that a credential may stand in by %s (S14)',
    async (_name, write) => {
      const vary = 'Cookie, Authorization, x-api-key';
      const answer = await ask((_message, response) => {
        letIn(response, decisionOf({}), vary);
        write(response);
      });
      expect(answer.all('vary')).toEqual([vary]);
    },
  );

  it.each(['vary', 'Vary', 'VARY'])('are joined with a Vary that stands in an object as %s (S14)', async (name) => {
    const answer = await answerOf(decisionOf({}), (r) => r.writeHead(200, { [name]: 'Accept' }).end());
    expect(answer.all('vary')).toEqual(['Accept, Cookie, Authorization']);
  });

  it.each(Object.entries(FORMS))(
    'are none for a stranger’s answer by %s: then nothing is touched',
    async (_name, write) => {
      const bare = await ask((_message, response) => write(response));
      const same = await ask((_message, response) => {
        const before = response.writeHead;
        letIn(response, decisionOf({ principal: null, personal: false }));
        if (response.writeHead !== before) throw new Error('touched');
        write(response);
      });
      expect([same.status, same.body, ownHeaders(same)]).toEqual([bare.status, bare.body, ownHeaders(bare)]);
    },
  );

  it('give way to what the app said about caching, but for an answer that signs in (S14, A102)', async () => {
    const said = async (decision: Continue, headers: Record<string, string>) =>
      (await answerOf(decision, (r) => r.writeHead(200, headers).end())).all('cache-control');
    const cacheable = { 'Cache-Control': 'public, max-age=60' };
    expect(await said(decisionOf({}), cacheable)).toEqual(['public, max-age=60']);
    expect(await said(SIGNED_IN, cacheable)).toEqual(['no-store']);
    expect(await said(decisionOf({}), {})).toEqual(['private, no-cache']);
  });

  it('give way to a cookie that the app sets itself: who signs in at its own endpoint stays so (A65, A67)', async () => {
    const decision = decisionOf({ cookies: ['session=; Path=/; Max-Age=0', 'other=1; Path=/'] });
    const answer = await answerOf(decision, (r) => r.writeHead(200, { 'Set-Cookie': ['session=new; Path=/'] }).end());
    expect(answer.all('set-cookie')).toEqual(['session=new; Path=/', 'other=1; Path=/']);
  });

  it.each([
    ['Accept-Encoding', 'Accept-Encoding, Cookie, Authorization'],
    ['cookie', 'cookie, Authorization'],
    ['COOKIE,authorization', 'COOKIE,authorization'],
    ['Origin , Cookie', 'Origin , Cookie, Authorization'],
    ['*', '*'],
  ])('are joined with Vary: %j becomes %j (S14, W6)', async (app, joined) => {
    const answer = await answerOf(decisionOf({}), (r) => r.setHeader('Vary', app).end());
    expect(answer.all('vary').join(', ')).toBe(joined);
  });

  it('are joined with a Vary that stands in several lines (S14)', async () => {
    const answer = await answerOf(decisionOf({}), (r) => r.setHeader('Vary', ['Accept', 'Origin']).end());
    expect(answer.all('vary').join(', ').split(/,\s*/)).toEqual(['Accept', 'Origin', 'Cookie', 'Authorization']);
  });

  it('of CORS stand where the app left them unset', async () => {
    const decision = decisionOf({
      headers: [
        ['access-control-allow-origin', 'https://app.example'],
        ['vary', 'Origin'],
      ],
    });
    const answer = await answerOf(decision, (r) => r.end());
    expect(answer.all('access-control-allow-origin')).toEqual(['https://app.example']);
    expect(answer.all('vary')).toEqual(['Origin, Cookie, Authorization']);
    const own = await answerOf(decision, (r) =>
      r.writeHead(200, { 'Access-Control-Allow-Origin': 'https://own.example' }).end(),
    );
    expect(own.all('access-control-allow-origin')).toEqual(['https://own.example']);
  });

  it.each([[['before']], [['after']], [['before', 'after']]])(
    'live with others that wait for the head, %j (on-headers: compression, express-session)',
    async (places) => {
      const answer = await ask((_message, response) => {
        if (places.includes('before')) onHeaders(response, () => response.setHeader('X-Before', '1'));
        letIn(response, SIGNED_IN);
        if (places.includes('after')) onHeaders(response, () => response.setHeader('X-After', '1').removeHeader('X-A'));
        response.writeHead(200, { 'X-A': '1' });
        response.end();
      });
      expect(['before', 'after'].filter((place) => answer.all(`x-${place}`).length === 1)).toEqual(places);
      expect(answer.all('x-a')).toEqual(places.includes('after') ? [] : ['1']);
      expect([answer.all('set-cookie'), answer.all('cache-control')]).toEqual([['session=1; Path=/'], ['no-store']]);
    },
  );

  it('are added once, whatever is called twice', async () => {
    const answer = await answerOf(SIGNED_IN, (r) => {
      r.writeHead(200, { 'X-A': '1' });
      expect(() => r.writeHead(500)).toThrow(expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }));
      r.end('x');
    });
    expect([answer.status, answer.all('set-cookie')]).toEqual(['HTTP/1.1 200 OK', ['session=1; Path=/']]);
  });

  it.each([
    ['cookies', SIGNED_IN, ['session=1; Path=/'], ['no-store']],
    ['caching alone', decisionOf({}), [], ['private, no-cache']],
  ])(
    'about %s stand on the error page as well, after a head that could not be written (decision 17)',
    async (...row) => {
      const [, decision, cookies, caching] = row;
      const answer = await answerOf(decision, (r) => {
        expect(() => r.writeHead(200, { 'X-A': 'a\nb' })).toThrow(
          expect.objectContaining({ code: 'ERR_INVALID_CHAR' }),
        );
        r.statusCode = 500;
        r.end('sorry');
      });
      expect(answer.status).toMatch(/^HTTP\/1.1 500 /);
      expect([answer.all('set-cookie'), answer.all('cache-control')]).toEqual([cookies, caching]);
    },
  );
});

/** As the package on-headers does it, which compression and express-session use. */
function onHeaders(response: ServerResponse, listener: () => void): void {
  const writeHead = response.writeHead;
  let fired = false;
  response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    const [status, ...rest] = args;
    const headers = rest.find((one) => typeof one === 'object') as Record<string, string> | undefined;
    for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value);
    if (!fired) {
      fired = true;
      listener();
    }
    return Reflect.apply(writeHead, this, [status]);
  } as ServerResponse['writeHead'];
}
