import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient, type DoorwardClient, DoorwardError } from '../src/index.ts';
import { ANONYMOUS, answerJson, type Script, type ScriptedServer, startScripted } from './scripted-server.ts';

let server: ScriptedServer;

afterEach(() => server.close());

/** A client of a server that says its capabilities, and to all else what the test says. */
async function given(script: Script, capabilities: object = ANONYMOUS): Promise<DoorwardClient> {
  server = await startScripted((request, response) =>
    request.url === '/auth/capabilities' ? answerJson(response, capabilities) : script(request, response),
  );
  return createClient({ url: server.origin });
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('an answer that is an error', () => {
  it('is thrown with all that the problem says', async () => {
    const client = await given((_request, response) => {
      response.setHeader('retry-after', '42');
      answerJson(
        response,
        { title: 'Slow', detail: 'Wait.', code: 'core/too-many-attempts', field: 'x', login: '/in' },
        429,
      );
    });
    for (const ask of [client.me, client.users.list, () => client.signIn({ password: 'x' })]) {
      const error = await caught(ask());
      expect(error).toBeInstanceOf(DoorwardError);
      expect(error).toMatchObject({
        name: 'DoorwardError',
        message: 'Wait.',
        status: 429,
        code: 'core/too-many-attempts',
        title: 'Slow',
        detail: 'Wait.',
        field: 'x',
        login: '/in',
        retryAfterSeconds: 42,
      });
    }
  });

  it.each([
    ['a page of a proxy', 'text/html', '<h1>Bad gateway</h1>', '<h1>Bad gateway</h1>'],
    ['nothing', 'text/plain', '', undefined],
    ['JSON of another shape', 'application/json', '{"error":{"type":7}}', { error: { type: 7 } }],
    ['JSON that is no object', 'application/json', '[null]', [null]],
    ['half of a JSON', 'application/problem+json', '{"title":', '{"title":'],
    ['fields of other types', 'application/problem+json', '{"title":1,"code":{}}', { title: 1, code: {} }],
  ])('is thrown with its status when it is %s', async (_name, type, text, body) => {
    const client = await given((_request, response) => {
      response.writeHead(502, { 'content-type': type, 'retry-after': 'Sat, 28 Nov 2026 12:00:00 GMT' }).end(text);
    });
    for (const ask of [client.me, client.roles.list]) {
      const error = await caught(ask());
      expect(error).toBeInstanceOf(DoorwardError);
      expect(error).toMatchObject({ status: 502, code: null, title: 'The server answered 502', detail: null });
      expect(error).toMatchObject({ retryAfterSeconds: null });
    }
    expect(await caught(client.me())).toMatchObject({ body });
  });

  it('is not made of a network that fails: that error is passed on as it is', async () => {
    const client = await given((_request, response) => response.destroy());
    for (const ask of [client.me, client.users.list]) {
      expect(await caught(ask())).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    }
  });

  it('says what is missing where the server has no accounts, or no sign-in', async () => {
    const { api: _api, ...urls } = ANONYMOUS.urls;
    const alone = await given((_request, response) => answerJson(response, null), { ...ANONYMOUS, urls });
    expect(await caught(alone.users.list())).toMatchObject({ status: 404, title: 'There are no JSON endpoints' });
    await server.close();
    const open = await given((_request, response) => answerJson(response, null), { enabled: false, login: null });
    expect(await caught(open.signIn({ password: 'x' }))).toMatchObject({ status: 404 });
  });
});

describe('what is remembered', () => {
  it('is asked for once, also by many at the same time', async () => {
    const client = await given((_request, response) => answerJson(response, null));
    expect(await Promise.all([client.can('a:read'), client.can('b:read'), client.me()])).toEqual([false, false, null]);
    expect(server.asked).toEqual(['GET /auth/capabilities', 'GET /auth/me']);
    await client.refresh();
    await client.can('a:read');
    expect(server.asked.filter((each) => each.endsWith('capabilities'))).toHaveLength(2);
  });

  it('is no answer that did not come', async () => {
    let isDown = true;
    server = await startScripted((_request, response) =>
      isDown ? answerJson(response, {}, 503) : answerJson(response, ANONYMOUS),
    );
    const client = createClient({ url: server.origin });
    expect(await caught(client.can('a:read'))).toMatchObject({ status: 503 });
    isDown = false;
    expect(await client.can('a:read')).toBe(false);
  });

  it('is forgotten when the server says that nobody is signed in any more', async () => {
    const client = await given((_request, response) => answerJson(response, {}, 401));
    await client.capabilities();
    await caught(client.users.list());
    await client.capabilities();
    expect(server.asked.filter((each) => each.endsWith('capabilities'))).toHaveLength(2);
  });
});

describe('where authentication is switched off', () => {
  it('nobody is signed in, everybody may do everything, and signing out is nothing (A81)', async () => {
    const client = await given((_request, response) => answerJson(response, null), { enabled: false, login: null });
    expect(await client.me()).toBeNull();
    expect(await client.can('agents:delete')).toBe(true);
    await client.signOut();
    expect(server.asked).toEqual(['GET /auth/capabilities']);
  });
});
