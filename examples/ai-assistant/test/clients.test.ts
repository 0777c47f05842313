/**
 * The clients of the README, run as they stand there: only the key and the address are put in.
 *
 * @see acceptance.md, statement A28; seeds/001, "Example Request"
 */

import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Assistant, describeOnEach } from './assistant-process.ts';
import { makeKey, signedIn } from './client.ts';

const run = promisify(execFile);
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function has(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isDemanded = process.env['DOORWARD_REQUIRE'] === 'all';
/** Without the program a visible skip, or a failure with DOORWARD_REQUIRE=all. */
const describeIf = (isThere: boolean): Pick<typeof describe, 'each'> =>
  isThere || isDemanded ? describe : describe.skip;

function codeOf(language: string, start: string): string {
  const blocks = [...README.matchAll(/```(\w+)\n(.*?)```/gs)];
  const block = blocks.find(([, name, code]) => name === language && code?.startsWith(start));
  if (block?.[2] === undefined) throw new Error(`the README has no ${language} that begins with ${start}`);
  return block[2];
}

const put = (code: string, key: string, { url }: Assistant): string =>
  code.replaceAll('YOUR_API_KEY', key).replaceAll('http://localhost:5000', url);

let server: Assistant;
let key: string;

function withServer(start: () => Promise<Assistant>): void {
  beforeAll(async () => {
    server = await start();
    key = (await makeKey(await signedIn(server))).api_key;
  });
}

describeOnEach(
  'curl',
  ({ start }) => {
    withServer(start);

    it('lists the agents as the seed shows it, and is refused with another key (A28)', async () => {
      const { stdout } = await run('sh', ['-c', put(codeOf('bash', 'curl -H'), key, server)]);
      expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual(['summariser', 'planner', 'speller']);
      const wrong = await run('sh', ['-c', put(codeOf('bash', 'curl -H'), 'YOUR_API_KEY', server)]);
      expect(JSON.parse(wrong.stdout)).toMatchObject({ status: 401, code: 'core/invalid-credential' });
    });

    it('gets a reply word by word', async () => {
      const headers = [
        '-H',
        `x-api-key: ${key}`,
        '-H',
        'content-type: application/json',
        '-H',
        'accept: text/event-stream',
      ];
      const target = `${server.url}/api/agents/speller/messages`;
      const { stdout } = await run('curl', ['-sN', ...headers, '-d', '{"message":"Ada"}', target]);
      expect(stdout).toContain('event: word\ndata: {"text":"Alfa "}\n\n');
    });
  },
  describeIf(has('curl', '--version')),
);

describeOnEach(
  'Python with requests',
  ({ start }) => {
    withServer(start);

    it('lists the agents as the seed shows it (A28)', async () => {
      const script = `${put(codeOf('python', 'import requests'), key, server)}\nprint(response.status_code, response.json()[0]['id'])`;
      const { stdout } = await run('python3', ['-c', script]);
      expect(stdout.trim()).toBe('200 summariser');
    });
  },
  describeIf(has('python3', '-c', 'import requests')),
);

describeOnEach(
  'Python alone',
  ({ start }) => {
    withServer(start);

    it('lists the agents with the same header (A28)', async () => {
      const script = `
import json, urllib.request
request = urllib.request.Request('${server.url}/api/agents', headers={'x-api-key': '${key}'})
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response)[0]['id'])`;
      const { stdout } = await run('python3', ['-c', script]);
      expect(stdout.trim()).toBe('200 summariser');
    });
  },
  describeIf(has('python3', '--version')),
);
