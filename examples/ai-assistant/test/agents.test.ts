/**
 * The agents: listing, making, asking and deleting them, and what is refused on the way.
 *
 * @see acceptance.md, statements A28, A40
 */

import { JSON_TYPE, PAGE } from '@doorward/test-process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Assistant, describeOnEach } from './assistant-process.ts';
import { type Client, makeKey, problem, problemOf, signedIn, withKey } from './client.ts';

const EVENTS = { accept: 'text/event-stream' };

describeOnEach('agents', ({ start }) => {
  let server: Assistant;
  let admin: Client;
  let robot: Client;
  beforeAll(async () => {
    server = await start();
    admin = await signedIn(server);
    robot = withKey(server, (await makeKey(admin, { permissions: ['agents:*'] })).api_key);
  });

  it('are listed, shown, made and deleted by a program that may (A28)', async () => {
    const made = await robot.call('POST', '/api/agents', { name: 'Über-Reader 2', description: '', skill: 'summary' });
    expect([made.status, made.json]).toEqual([
      201,
      {
        id: 'ber-reader-2',
        name: 'Über-Reader 2',
        description: '',
        skill: 'summary',
        created_by: 'robot',
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    const path = `/api/agents/${made.json.id}`;
    expect((await robot.get(path)).json).toEqual(made.json);
    expect((await robot.get('/api/agents')).json).toContainEqual(made.json);
    expect((await robot.send('DELETE', path, {})).status).toBe(204);
    expect(problemOf(await robot.get(path))).toEqual(problem(404));
    expect(problemOf(await robot.send('DELETE', path, {}))).toEqual(problem(404));
  });

  it('answer a message, the same one in the same way', async () => {
    const ask = (id: string, message: string) => robot.call('POST', `/api/agents/${id}/messages`, { message });
    for (let i = 0; i < 2; i += 1) {
      const { status, json } = await ask('planner', 'book the room, invite the team and order lunch.');
      expect([status, json]).toEqual([
        200,
        { agent_id: 'planner', reply: '1. Book the room\n2. Invite the team\n3. Order lunch' },
      ]);
    }
    expect((await ask('speller', 'Ada 7')).json.reply).toBe('Alfa – Delta – Alfa – 7');
    expect((await ask('summariser', 'It rained. Then it stopped.')).json.reply).toBe(
      '5 words in 2 sentences, read in about 1 second. It begins: “It rained.”',
    );
  });

  it('answer word by word to who accepts server-sent events', async () => {
    const { status, headers, body } = await robot.call(
      'POST',
      '/api/agents/speller/messages',
      { message: 'Ada' },
      EVENTS,
    );
    expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/event-stream/)]);
    const events = body.split('\n\n').filter((event) => event !== '');
    expect(events.at(-1)).toBe('event: done\ndata: {"reply":"Alfa – Delta – Alfa"}');
    const words = events.slice(0, -1).map((event) => JSON.parse(event.replace('event: word\ndata: ', '')).text);
    expect(words).toEqual(['Alfa ', '– ', 'Delta ', '– ', 'Alfa']);
  });

  it('are told of what is wrong with a message before a stream begins', async () => {
    const asked = await robot.call('POST', '/api/agents/speller/messages', { message: '' }, EVENTS);
    expect(problemOf(asked)).toEqual(problem(422));
  });

  describe('refuse', () => {
    const paths = [
      ['POST', '/api/agents'],
      ['POST', '/api/agents/planner/messages'],
      ['PUT', '/admin/settings'],
      ['POST', '/api/admin/api_keys'],
    ] as const;

    const bodies: [what: string, type: string, body: string, statuses: readonly number[]][] = [
      ['no JSON', 'application/json', '{"name":', [400]],
      ['nothing', 'application/json', '', [400]],
      ['a text', 'application/json', '"name"', [400]],
      ['a list', 'application/json', '[]', [400]],
      ['null', 'application/json', 'null', [400]],
      ['a form', 'application/x-www-form-urlencoded', 'name=x', [415]],
      ['plain text', 'text/plain', '{"name":"x"}', [415]],
      ['an empty object', 'application/json', '{}', [422]],
      ['a field that nobody knows', 'application/json', '{"name":"x","skill":"summary","role":"admin"}', [422]],
      ['a prototype', 'application/json', '{"__proto__":{"name":"x"}}', [422]],
      ['wrong types', 'application/json', '{"name":7,"skill":true,"message":[],"greeting":{}}', [422]],
      ['a deep one', 'application/json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, [400]],
      ['a large one', 'application/json', JSON.stringify({ name: 'x'.repeat(70_000) }), [413]],
      ['a huge one', 'application/json', JSON.stringify({ name: 'x'.repeat(5_000_000) }), [413]],
    ];
    it.each(bodies)('%s with 4xx that says why', async (_what, type, body, statuses) => {
      for (const [method, path] of paths) {
        // Kept open, so that what is sent after the answer resets nothing.
        const answer = await admin.send(method, path, { 'content-type': type, connection: 'keep-alive' }, body);
        expect([path, problemOf(answer)]).toEqual([path, problem(answer.status)]);
        expect([path, statuses.includes(answer.status), answer.status]).toEqual([path, true, answer.status]);
      }
    });

    it('ids that are none, in any spelling', async () => {
      for (const id of [
        'nobody',
        '%20',
        '%ff',
        '..%2f..%2fadmin',
        '__proto__',
        'constructor',
        'x'.repeat(3000),
        '%00',
      ]) {
        for (const [method, path] of [
          ['GET', `/api/agents/${id}`],
          ['DELETE', `/api/agents/${id}`],
          ['POST', `/api/agents/${id}/messages`],
          ['DELETE', `/api/admin/api_keys/${id}`],
        ] as const) {
          const answer = await admin.send(method, path, JSON_TYPE, method === 'POST' ? '{"message":"x"}' : '');
          expect([path, [400, 404, 414].includes(answer.status), answer.status]).toEqual([path, true, answer.status]);
          expect(answer.body).not.toMatch(/node_modules|\.ts:|\.js:/);
        }
      }
    });

    it('settings that are too much or too little', async () => {
      const good = { greeting: 'Hello', max_message_length: 100, max_agents: 20 };
      const wrong = [
        { ...good, greeting: ' ' },
        { ...good, greeting: 'x'.repeat(201) },
        { ...good, max_message_length: 0 },
        { ...good, max_message_length: 1.5 },
        { ...good, max_message_length: '100' },
        { ...good, max_agents: 1_000 },
        { greeting: 'Hello', max_agents: 20 },
      ];
      for (const body of wrong) {
        expect(problemOf(await admin.call('PUT', '/admin/settings', body))).toEqual(problem(422));
      }
      expect((await admin.get('/admin/settings')).json).toMatchObject({ greeting: 'How can I help?' });
    });

    it('messages and agents beyond what the settings allow', async () => {
      const settings = { greeting: 'Hello', max_message_length: 5, max_agents: 4 };
      expect((await admin.call('PUT', '/admin/settings', settings)).status).toBe(200);
      const ask = (message: string) => robot.call('POST', '/api/agents/speller/messages', { message });
      expect((await ask('12345')).status).toBe(200);
      expect(problemOf(await ask('123456'))).toEqual(problem(422));
      const add = () => robot.call('POST', '/api/agents', { name: 'One more', skill: 'spelling' });
      expect((await add()).status).toBe(201);
      expect(problemOf(await add())).toEqual(problem(409));
    });

    it('what has no route, as a page for people', async () => {
      expect(problemOf(await admin.get('/nowhere'))).toEqual(problem(404));
      expect(problemOf(await admin.call('PATCH', '/api/agents/planner', {}))).toEqual(problem(404));
      const page = await admin.get('/nowhere', PAGE);
      expect([page.status, page.body]).toEqual([404, expect.stringContaining('There is nothing here')]);
    });
  });
});
