/**
 * What becomes of requests for our pages while their code cannot be loaded, as in a process that has run out of files.
 */

import { describe, expect, it } from '@jest/globals';
import { runModule } from './fixture/process.ts';

/** The first import of each of these fails. */
const HOOK = `
  const failed = new Set();
  export async function resolve(specifier, context, next) {
    if (/@doorward\\/web$|capabilities-endpoint/.test(specifier) && !failed.has(specifier)) {
      failed.add(specifier);
      throw new Error('too many open files');
    }
    return next(specifier, context);
  }
`;

async function answersOf(steps: string): Promise<unknown> {
  const source = `
    import { register } from 'node:module';
    import { createAuth } from '@doorward/auth';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(HOOK)}));
    const warnings = [];
    const log = { info: () => undefined, warn: (text) => warnings.push(text) };
    const auth = await createAuth({ log, token: 'a-token-of-twenty-five-chars' });
    const context = { endpoint: 'capabilities', below: '/', rootPath: '', principal: null, session: null, clientAddress: '127.0.0.1' };
    const ask = async () => {
      const answer = await auth.handle(new Request('http://127.0.0.1/auth/capabilities'), context);
      return [answer.status, answer.headers.get('content-type')];
    };
    ${steps}
    await auth.close();
  `;
  const { code, stdout, stderr } = await runModule(source);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

describe('pages that cannot be loaded', () => {
  it('are 503, and tried again with the next request: all of them, and each', async () => {
    const answers = await answersOf('console.log(JSON.stringify([await ask(), await ask(), await ask()]));');
    const unavailable = [503, 'application/problem+json'];
    expect(answers).toEqual([unavailable, unavailable, [200, 'application/json']]);
  });

  it('are 503 for all who ask at once', async () => {
    const statuses = await answersOf(`
      const first = await Promise.all([ask(), ask(), ask()]);
      console.log(JSON.stringify([...first, await ask(), await ask()].map(([status]) => status)));
    `);
    expect(statuses).toEqual([503, 503, 503, 503, 200]);
  });

  it('leave a refusal what it is, without a page', async () => {
    const answer = await answersOf(`
      const headers = { host: '127.0.0.1', accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      const header = (name) => headers[name];
      const headerLines = (name) => (name in headers ? [headers[name]] : []);
      const place = { rootPath: '', mounts: null, remoteAddress: '127.0.0.1', upgrade: false };
      const view = { method: 'GET', target: '/%00', ...place, header, headerLines };
      const { kind, status } = await auth.begin(view);
      console.log(JSON.stringify([kind, status]));
    `);
    expect(answer).toEqual(['respond', 400]);
  });
});
