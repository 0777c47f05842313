import { machineActor } from '@doorward/accounts';
import { describe, expect, it } from '@jest/globals';
import { doorward, PASSWORD, run, withFolder, withStore } from './fixture/command.ts';
import { type Running, withServer } from './fixture/server.ts';

/** The promise is 250 ms; a machine that runs other tests meanwhile gets some more. */
const HEARD_WITHIN_MS = 1_000;
/** Streams end when the change is heard of, those of a key within a second; when we see it, depends on the machine. */
const ENDED_WITHIN_MS = 20_000;

describe('a server that runs on the same store', () => {
  it('refuses a user who was disabled, and ends his streams', async () => {
    await withServerAndBob(async (server, at, cookie) => {
      const { ended } = await server.stream(cookie);
      const letIn = lastLetIn(server, cookie);
      await doorward(['user', 'disable', 'bob', ...at]);
      const [event] = await lines(['audit', '--type', 'status-changed', ...at]);
      const changedAt = Date.parse(String(event?.['time']));
      const late = [(await letIn) - changedAt, (await ended) - changedAt] as const;
      if (process.env['DOORWARD_DEBUG']) console.error(`let in, and stream ended, until ${late.join(' and ')} ms`);
      expect(late[0]).toBeLessThan(HEARD_WITHIN_MS);
      expect(late[1]).toBeLessThan(ENDED_WITHIN_MS);
      expect(await server.signIn('bob', PASSWORD)).toBeNull();
      await doorward(['user', 'enable', 'bob', ...at]);
      expect(await server.signIn('bob', PASSWORD)).not.toBeNull();
    });
  });

  it.each([
    [['passwd', 'bob', '--password-stdin'], 'six blue whales sing'],
    [['roles', 'bob', 'editor'], ''],
    [['sessions', 'bob', '--end'], ''],
    [['delete', 'bob', '--yes'], ''],
  ])('ends the sessions after user %j', async (args, input) => {
    await withServerAndBob(async (server, at, cookie) => {
      const letIn = lastLetIn(server, cookie);
      await doorward(['user', ...args, ...at], { input });
      const changedBy = Date.now();
      expect(await letIn).toBeLessThan(changedBy + HEARD_WITHIN_MS);
    });
  });

  it('lists sessions with their browsers, and takes a link of the command', async () => {
    await withServerAndBob(async ({ auth }, at) => {
      const [session] = JSON.parse(await doorward(['user', 'sessions', 'bob', '--json', ...at]));
      expect(session).toMatchObject({ method: 'password', client: { address: '127.0.0.1' } });
      expect(await doorward(['user', 'sessions', 'bob', ...at])).toMatch(
        /^SINCE .*BROWSER\n\d{4}-.* {2}password {2}127\.0\.0\.1/,
      );
      const link = await doorward(['user', 'passwd', 'bob', '--link', ...at]);
      const ticket = new URL(link.trim(), 'http://127.0.0.1').searchParams.get('ticket') ?? '';
      const redemption = { password: 'six blue whales sing' };
      await expect(auth.accounts?.tickets.redeem(ticket, redemption, '127.0.0.1')).resolves.toMatchObject({
        username: 'bob',
      });
    });
  });

  it('lets a user in again whose guesses were forgotten', async () => {
    await withServerAndBob(async (server, at) => {
      for (let guess = 0; guess < 11; guess++) await server.signIn('bob', `wrong ${guess}`);
      expect(await server.signIn('bob', PASSWORD)).toBeNull();
      await doorward(['user', 'unlock', 'bob', ...at]);
      expect(await server.signIn('bob', PASSWORD)).not.toBeNull();
      expect(await lines(['audit', '--user', 'bob', '--limit', '2', ...at])).toMatchObject([
        { type: 'login' },
        { detail: 'unlocked' },
      ]);
    });
  });

  it('keeps every user whom five commands add at once', async () => {
    await withServerAndBob(async (_server, at) => {
      const names = ['u1', 'u2', 'u3', 'u4', 'u5'];
      const ended = await Promise.all(
        names.map((name) => run(['user', 'add', name, '--password-stdin', ...at], { input: PASSWORD })),
      );
      const added = names.filter((_, index) => ended[index]?.code === 0);
      for (const { code, stderr } of ended) if (code !== 0) expect(stderr).toMatch(/^doorward: .*\[sql\/busy\]\n$/);
      const users = JSON.parse(await doorward(['user', 'list', '--search', 'u', '--json', ...at]));
      expect(users.map(({ username }: { username: string }) => username)).toEqual(expect.arrayContaining(added));
      expect(added.length).toBeGreaterThan(0);
      const created = await lines(['audit', '--type', 'user-created', ...at]);
      expect(created).toHaveLength(2 + added.length);
      const same = await Promise.all([1, 2, 3, 4, 5].map(() => run(['user', 'add', 'carl', '--link', ...at])));
      expect(same.filter(({ code }) => code === 0)).toHaveLength(1);
    });
  }, 60_000);
});

describe('a server that runs, and a key of the command', () => {
  it('lets it in at once, also as its owner, and shuts it out when it is disabled or deleted', async () => {
    await withServerAndBob(async (server, at) => {
      const service = (await doorward(['key', 'add', 'deploy', '--role', 'viewer', ...at])).trim();
      const personal = (await doorward(['key', 'add', 'phone', '--owner', 'bob', ...at])).trim();
      expect([await server.keyStatus(service), await server.keyStatus(personal)]).toEqual([200, 200]);
      const late: number[] = [];
      const streams: number[] = [];
      for (const [args, key, type] of [
        [['disable', await idOf(at, 'deploy')], service, 'key-updated'],
        [['delete', '--yes', await idOf(at, 'phone', '--owner', 'bob')], personal, 'key-deleted'],
      ] as const) {
        const { ended } = await server.keyStream(key);
        const letIn = lastLetIn({ status: server.keyStatus }, key);
        await doorward(['key', ...args, ...at]);
        const [event] = await lines(['audit', '--type', type, '--limit', '1', ...at]);
        const changedAt = Date.parse(String(event?.['time']));
        streams.push((await ended) - changedAt);
        late.push((await letIn) - changedAt);
      }
      if (process.env['DOORWARD_DEBUG']) console.error(`let in until ${late} ms, streams ended after ${streams} ms`);
      for (const each of late) expect(each).toBeLessThan(HEARD_WITHIN_MS);
      for (const each of streams) expect(each).toBeLessThan(ENDED_WITHIN_MS);
      await doorward(['key', 'enable', await idOf(at, 'deploy'), ...at]);
      await eventually(async () => (await server.keyStatus(service)) === 200);
    });
  }, 60_000);

  it('takes the secret of a rotation, and the one before for as long as was said', async () => {
    await withServerAndBob(async (server, at) => {
      const first = (await doorward(['key', 'add', 'deploy', '--role', 'viewer', ...at])).trim();
      const id = await idOf(at, 'deploy');
      expect(await server.keyStatus(first)).toBe(200);
      const second = (await doorward(['key', 'rotate', id, ...at])).trim();
      expect([await server.keyStatus(first), await server.keyStatus(second)]).toEqual([200, 200]);
      const letIn = lastLetIn({ status: server.keyStatus }, second);
      const third = (await doorward(['key', 'rotate', id, '--overlap', '0', ...at])).trim();
      await letIn;
      expect([await server.keyStatus(first), await server.keyStatus(third)]).toEqual([401, 200]);
    });
  }, 60_000);

  it('shuts a personal key out with its owner', async () => {
    await withServerAndBob(async (server, at) => {
      const key = (await doorward(['key', 'add', 'phone', '--owner', 'bob', ...at])).trim();
      expect(await server.keyStatus(key)).toBe(200);
      const letIn = lastLetIn({ status: server.keyStatus }, key);
      await doorward(['user', 'disable', 'bob', ...at]);
      const changedBy = Date.now();
      expect(await letIn).toBeLessThan(changedBy + HEARD_WITHIN_MS);
      const { stdout, stderr } = await run(['key', 'add', 'tablet', '--owner', 'bob', ...at]);
      expect([await server.keyStatus(stdout.trim()), stderr]).toEqual([
        401,
        expect.stringContaining('bob is disabled: until that changes the key opens nothing.'),
      ]);
    });
  }, 60_000);
});

async function idOf(at: readonly string[], name: string, ...more: readonly string[]): Promise<string> {
  const keys = JSON.parse(await doorward(['key', 'list', '--json', ...more, ...at])) as { name: string; id: string }[];
  return keys.find((key) => key.name === name)?.id ?? '';
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 40_000; Date.now() < end; ) if (await holds()) return;
  throw new Error('never');
}

describe('the first set-up of a server', () => {
  it('is over once the command made an owner, and is left as it is by any other command', async () => {
    await withFolder(async (folder) => {
      const at = ['--data-folder', folder];
      await doorward(['user', 'add', 'bob', '--link', '--create', ...at]);
      await doorward(['user', 'list', ...at]);
      expect(await lines(['audit', '--type', 'ticket-issued', ...at])).toHaveLength(1);
      await withServer(folder, async ({ auth }) => {
        const setUp = new URL((await auth.signInUrl) ?? '').searchParams.get('ticket') ?? '';
        await doorward(['user', 'add', 'ada', '--role', 'owner', '--link', ...at]);
        const input = { username: 'mallory', password: PASSWORD };
        await expect(auth.accounts?.tickets.redeem(setUp, input, '')).rejects.toThrow(/ticket-invalid/);
      });
    });
  });
});

/** A server, bob who is signed in, and the flags that name the store. */
function withServerAndBob(
  use: (server: Running, at: readonly string[], cookie: string) => Promise<void>,
): Promise<void> {
  return withStore((at, folder) =>
    withServer(folder, async (server) => {
      const bob = { username: 'bob', password: PASSWORD, roles: ['viewer'], mustChangePassword: false };
      await server.auth.accounts?.users.create(machineActor('test'), bob);
      const cookie = await server.signIn('bob', PASSWORD);
      if (cookie === null) throw new Error('bob cannot sign in');
      expect(await server.status(cookie)).toBe(200);
      await use(server, at, cookie);
    }),
  );
}

/**
 * Asks until it is refused, and answers when the last request was made that was let in: of one that is on its way at the
 * time of a change, and of how long an answer takes on a busy machine, nothing is promised.
 */
async function lastLetIn(server: Pick<Running, 'status'>, cookie: string): Promise<number> {
  let last = 0;
  for (const end = Date.now() + 40_000; Date.now() < end; ) {
    const askedAt = Date.now();
    if ((await server.status(cookie)) === 401) return last;
    last = askedAt;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('never refused');
}

async function lines(args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const text = await doorward(args);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
