/**
 * The live log of a pipeline: its socket lives as long as the session, whoever ends that.
 *
 * @see acceptance.md, statements A19, A26
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LogMessage } from '../src/browser/message.ts';
import { type Ask, clientOf, ERRORS, errorOf, signIn } from './client.ts';
import { doorward } from './command-line.ts';
import { type Ids, makeFolderWith } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const LOG = '/pipelines/clickstream/log';

describe.each(FRAMEWORKS)('the live log on %s', (framework) => {
  let tool: Tool;
  let ask: Ask;
  let ids: Ids;

  /** Opens the socket as the page does. @throws Error that ends with the status which came in place of 101. */
  async function openLog(cookie: string, { path = LOG, origin = `http://127.0.0.1:${tool.port}` } = {}) {
    const socket = new WebSocket(`ws://127.0.0.1:${tool.port}${path}`, { headers: { cookie, origin } });
    const messages: LogMessage[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data)) as LogMessage));
    const closed = new Promise<{ code: number; at: number }>((resolve) => {
      socket.on('close', (code) => resolve({ code, at: Date.now() }));
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { messages, closed };
  }

  beforeAll(async () => {
    const made = await makeFolderWith(['olga', 'edda', 'vera', 'nobu']);
    ids = made.ids;
    tool = await startTool(framework, { folder: made.folder });
    ask = clientOf(tool);
  });
  afterAll(() => tool?.stop());

  it('opens for members who may read, and for nobody else', async () => {
    const cookie = await signIn(ask, 'vera');
    const { messages } = await openLog(cookie);
    await expect(openLog('')).rejects.toThrow(/401$/);
    await expect(openLog(await signIn(ask, 'nobu'))).rejects.toThrow(/403$/);
    await expect(openLog(cookie, { origin: 'https://evil.example' })).rejects.toThrow(/403$/);
    for (const path of ['/pipelines/nowhere/log', '/', '/pipelines/clickstream/logs'])
      await expect(openLog(cookie, { path })).rejects.toThrow(/404$/);
    await until(() => messages.length > 0);
    expect(messages[0]).toMatchObject({ number: 1, startedBy: 'schedule' });
  });

  it('shows a run that somebody else starts, line by line', async () => {
    const { messages } = await openLog(await signIn(ask, 'vera'), { path: '/pipelines/daily_orders/log' });
    const edda = await signIn(ask, 'edda');
    await ask('/pipelines/daily_orders/runs', { form: {}, cookie: edda });
    await until(() => messages.length >= 2);
    expect(messages.map(({ number, startedBy }) => [number, startedBy])).toContainEqual([1, 'edda']);
    expect(messages.flatMap(({ lines }) => lines)[0]).toMatch(/load_orders: started/);
  });

  it('ends when its user signs out, and no other one with it (A26)', async () => {
    const cookie = await signIn(ask, 'vera');
    const [mine, tab, other] = [await openLog(cookie), await openLog(cookie), await openLog(await signIn(ask, 'vera'))];
    await ask('/sign-out', { form: {}, cookie });
    expect([(await mine.closed).code, (await tab.closed).code]).toEqual([1008, 1008]);
    expect(await Promise.race([other.closed, pause(500)])).toBeUndefined();
  });

  it('ends when an owner gives the user another role, or deletes him (A19)', async () => {
    const owner = await signIn(ask, 'olga');
    const first = await openLog(await signIn(ask, 'edda'));
    const json = { user: { roles_new: ['viewer'] } };
    await ask(`/api/users/${ids.edda}`, { method: 'PUT', json, cookie: owner });
    expect((await first.closed).code).toBe(1008);
    const second = await openLog(await signIn(ask, 'edda'));
    await ask(`/api/users/${ids.edda}`, { method: 'DELETE', cookie: owner });
    expect((await second.closed).code).toBe(1008);
  });

  it('ends within a second when the user is disabled from the command line (A19)', async () => {
    const cookie = await signIn(ask, 'vera');
    const { closed } = await openLog(cookie);
    const other = await openLog(await signIn(ask, 'olga'));
    await doorward(tool.folder, 'user', 'disable', 'vera');
    const disabledAt = Date.now();
    const { code, at } = await closed;
    expect([code, at - disabledAt < 1_000]).toEqual([1008, true]);
    expect(errorOf(await ask('/api/pipelines', { cookie }))).toEqual(ERRORS[401]);
    await expect(signIn(ask, 'vera')).rejects.toThrow('404');
    expect(await Promise.race([other.closed, pause(100)])).toBeUndefined();
    await doorward(tool.folder, 'user', 'enable', 'vera');
    await signIn(ask, 'vera');
  });

  it('is told that the server ends', async () => {
    const { closed } = await openLog(await signIn(ask, 'olga'));
    const { code, stderr } = await tool.stop();
    expect([code, (await closed).code]).toEqual([0, 1001]);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean): Promise<void> {
  for (let count = 0; count < 100 && !isSo(); count += 1) await pause(50);
  expect(isSo()).toBe(true);
}
