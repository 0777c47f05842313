/**
 * The image of an example, made and run step by step as its Dockerfile says, without a container engine.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@doorward/test-process';
import { cookiesOf } from '@doorward/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { until } from '../../test/store/failing.ts';
import { type Container, createVolume, filesIn, runContainer, type Volume } from './container.ts';
import { type BuiltImage, buildImage, userOf } from './image.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/\/$/, '');
const DOCKERFILE = join(REPOSITORY, 'examples/Dockerfile');
const PASSWORD = 'a long password of this test';
const IGNORED = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8');
const CANARY = 'canary-of-the-build-context';
/** What a build by CI may take on a machine that does other things as well. */
const BUILD_MS = 300_000;
const MEGABYTE = 2 ** 20;

interface Example {
  readonly EXAMPLE: string;
  readonly FRAMEWORK: string;
  /** As `docker run -e` gets them. */
  readonly env: Readonly<Record<string, string>>;
  readonly username: string;
  readonly login: string;
  readonly own: string;
  /** What switches the login off. */
  readonly open: Readonly<Record<string, string>>;
}

const EXAMPLES: readonly Example[] = [
  {
    EXAMPLE: 'pipeline-tool',
    FRAMEWORK: 'express',
    env: {
      REQUIRE_USER_AUTHENTICATION: '1',
      MAGE_ACCESS_TOKEN_EXPIRY_TIME: '7200',
      DEFAULT_OWNER_USERNAME: 'ada',
      DEFAULT_OWNER_PASSWORD: PASSWORD,
    },
    username: 'ada',
    login: '/sign-in',
    own: '/settings/workspace/users',
    open: { REQUIRE_USER_AUTHENTICATION: '0' },
  },
  {
    EXAMPLE: 'flow-builder',
    FRAMEWORK: 'koa',
    env: { LANGFLOW_SUPERUSER: 'administrator', LANGFLOW_SUPERUSER_PASSWORD: PASSWORD },
    username: 'administrator',
    login: '/login',
    own: '/admin',
    open: { LANGFLOW_AUTO_LOGIN: 'True' },
  },
];

describe.each(EXAMPLES)('the image of $EXAMPLE on $FRAMEWORK', (example) => {
  const { EXAMPLE, FRAMEWORK, env, username, login, own } = example;
  let image: BuiltImage;
  beforeAll(() => {
    image = buildImage({ dockerfile: DOCKERFILE, context: REPOSITORY, args: { EXAMPLE, FRAMEWORK } });
  }, BUILD_MS);
  afterAll(() => image?.remove());

  let volume: Volume;
  const running: Container[] = [];
  beforeEach(() => {
    volume = createVolume(image);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((container) => container.stop()));
    volume.remove();
  });

  async function start(more: Readonly<Record<string, string>> = {}) {
    const PORT = String(await freePort());
    const container = runContainer(image, volume, { ...env, PORT, ...more });
    running.push(container);
    let hasEnded = false;
    void container.ended.then(() => {
      hasEnded = true;
    });
    await until(async () => {
      if (hasEnded) throw new Error(container.logs());
      return container.isHealthy();
    }, 60_000);
    return { container, http: supertest(`http://127.0.0.1:${PORT}`) };
  }

  const signIn = async (http: ReturnType<typeof supertest>) => {
    const form = http.post(login).type('form').set({ 'sec-fetch-site': 'same-origin' }).redirects(0);
    const answer = await form.send({ username, password: PASSWORD });
    expect(answer.status).toBe(303);
    return cookiesOf(answer.headers);
  };
  const statusOf = async (http: ReturnType<typeof supertest>, cookie: string): Promise<number> =>
    (await http.get(own).set({ cookie, accept: 'application/json' }).redirects(0)).status;

  it('holds the example, and no tests, no other example, and nothing for development', () => {
    const files = filesIn(join(image.root, image.workdir));
    const found = (pattern: RegExp) => files.filter(({ path }) => pattern.test(path)).map(({ path }) => path);
    expect(found(/^server\.js$/)).toEqual(['server.js']);
    const ours = files.filter(({ path }) => !/node_modules\/(?!@doorward\/)[^@.]/.test(path));
    expect(ours.filter(({ path }) => /(?:^|\/)(?:test|slow)\/|\.test\./.test(path))).toEqual([]);
    expect(found(/(?:^|\/)(?:typescript|jest|playwright-core|@types|@biomejs)(?:\/|$)/)).toEqual([]);
    const names = found(/@doorward\/[^/]+$/).map((path) => path.replace(/.*@doorward\//, ''));
    expect(names.filter((name) => /^(?:example-|testing|tooling|test-)/.test(name))).toEqual([]);
    const megabytes = Math.round(files.reduce((sum, { bytes }) => sum + bytes, 0) / MEGABYTE);
    expect(megabytes).toBeLessThan(100);
  });

  it('is healthy, takes variables, keeps who is signed in over a restart, and ends when it is told to (F24)', async () => {
    const before = filesIn(image.root);
    const first = await start();
    expect(await statusOf(first.http, '')).toBe(401);
    const cookie = await signIn(first.http);
    expect(await statusOf(first.http, cookie)).toBe(200);
    expect((await first.container.stop()).code).toBe(0);
    const second = await start();
    expect(await statusOf(second.http, cookie)).toBe(200);
    expect(await statusOf(second.http, await signIn(second.http))).toBe(200);
    const { code, output } = await second.container.stop();
    expect([code, output.includes(PASSWORD)]).toEqual([0, false]);
    // Everything went into the volume, and belongs to whom the image runs as.
    expect(filesIn(image.root)).toEqual(before);
    const kept = filesIn(volume.folder);
    expect(kept.map(({ path }) => path)).toEqual(expect.arrayContaining(['doorward.db', 'secret', 'store.json']));
    const owner = userOf(image.user)?.uid ?? process.getuid?.();
    expect([image.user, kept.filter(({ uid }) => uid !== owner)]).toEqual(['node', []]);
  });

  it('prints the link of the first start where nobody was made by variables', async () => {
    // An empty variable is one that was not given.
    const { container } = await start(Object.fromEntries(Object.keys(env).map((name) => [name, ''])));
    await until(() => /^open http:\/\/\S+$/m.test(container.logs()));
  });

  it('does not start where everybody would be let in, since it listens beyond this machine', async () => {
    const { code, output } = await runContainer(image, volume, { ...env, PORT: '0', ...example.open }).ended;
    expect([code, output]).toEqual([1, expect.stringContaining('The server did not start.')]);
  });
});

describe('making an image', () => {
  let context = '';
  beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), 'doorward-context-'));
  });
  afterEach(() => rmSync(context, { recursive: true, force: true }));

  const build = (lines: readonly string[]): BuiltImage => {
    const dockerfile = join(context, 'Dockerfile');
    writeFileSync(dockerfile, `${lines.join('\n')}\n`);
    return buildImage({ dockerfile, context, args: {} });
  };

  it.each([
    [['FROM node:24', 'ADD https://example.com/x /x'], /^ADD: these tests do not know it/],
    [['FROM node:24', 'COPY --link a b'], /^COPY --link: these tests do not know it/],
    [['FROM node:24', 'CMD node server.js'], /a shell would run it/],
    [['FROM node:24', 'USER somebody'], /no such user/],
    [['FROM node:24', `WORKDIR /\${PLACE}`], /PLACE has no value here/],
    [['FROM alpine'], /images of Node alone/],
  ])('fails at what these tests do not carry out: %j', (lines, reason) => {
    writeFileSync(join(context, '.dockerignore'), '');
    expect(() => build(lines)).toThrow(reason);
  });

  it('takes no variables, data or tests of whoever builds it', () => {
    for (const file of [
      '.env',
      'examples/a/.env',
      'examples/a/data/secret',
      'examples/secrets/doorward',
      'a/test/x.ts',
    ]) {
      mkdirSync(join(context, file, '..'), { recursive: true });
      writeFileSync(join(context, file), CANARY);
    }
    writeFileSync(join(context, 'examples/a/.env.example'), '');
    writeFileSync(join(context, '.dockerignore'), IGNORED);
    const image = build(['FROM node:24', 'WORKDIR /x', 'COPY . .']);
    const files = filesIn(join(image.root, 'x'));
    const paths = files.filter(({ bytes }) => bytes === CANARY.length).map(({ path }) => path);
    image.remove();
    expect(paths).toEqual([]);
    expect(files.map(({ path }) => path)).toContain('examples/a/.env.example');
  });
});
