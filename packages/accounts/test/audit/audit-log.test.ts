import { type AuthEvent, createMemoryDurableStore, type DurableStore } from '@doorward/core';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AuditRecorder, createAuditRecorder } from '../../src/index.ts';
import { faultOf, type Given, givenAccounts } from '../fixture/given-accounts.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

function eventAt(ms: number, name = 'x'): AuthEvent {
  const nothing = { subject: null, target: null, targetName: null, method: null, reason: null, detail: null };
  return { ...nothing, type: 'login', time: new Date(ms).toISOString(), name, clientAddress: '' };
}

describe('the recorder', () => {
  let recorder: AuditRecorder;
  let [errors, isAway, now]: [string[], boolean, number] = [[], false, START];
  let memory: DurableStore;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    [errors, isAway, now] = [[], false, START];
    memory = createMemoryDurableStore();
    const store: DurableStore = {
      ...memory,
      addEvents: async (events) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (isAway) throw new Error('away');
        await memory.addEvents(events);
      },
    };
    const onError = (error: unknown): void => void errors.push((error as Error).message);
    recorder = createAuditRecorder({ store, retentionDays: 30, now: () => now, onError });
  });
  afterEach(async () => {
    isAway = false;
    await recorder.close();
    jest.useRealTimers();
  });

  const stored = async (): Promise<number> => (await memory.events({ limit: 100_000 })).length;
  const send = (count: number, from = 0): void => {
    for (let i = 0; i < count; i += 1) recorder.sink(eventAt(now, `e${from + i}`));
  };

  it('keeps every event, in order, also those that come while it writes', async () => {
    send(700);
    await new Promise((resolve) => setImmediate(resolve));
    send(700, 700);
    await recorder.flush();
    const names = (await memory.events({ limit: 2000 })).map(({ event }) => event.name).reverse();
    expect(names).toEqual(Array.from({ length: 1400 }, (_, i) => `e${i}`));
  });

  it('keeps a minute of wrong credentials of one address in bounds, and all else (F30)', async () => {
    for (let i = 0; i < 5_000; i += 1) recorder.sink({ ...eventAt(now), type: 'login-failure' });
    send(100);
    await recorder.flush();
    expect(await stored()).toBe(160);
  });

  it('costs the request that is told of nothing: the sink never waits and never throws', () => {
    isAway = true;
    expect(send(10)).toBeUndefined();
  });

  it('stores at the end what it heard before', async () => {
    send(3);
    await recorder.close();
    expect(await stored()).toBe(3);
  });

  it('keeps events for a store that is away, says so once, and stores them when it is back (F1)', async () => {
    isAway = true;
    send(5);
    await recorder.flush();
    for (let i = 0; i < 5; i += 1) {
      send(1, 5 + i);
      await jest.advanceTimersByTimeAsync(1000);
      await recorder.flush();
    }
    expect([await stored(), errors]).toEqual([0, ['away']]);
    isAway = false;
    await jest.advanceTimersByTimeAsync(1000);
    await recorder.flush();
    expect((await memory.events()).map(({ event }) => event.name).reverse()).toEqual(
      Array.from({ length: 10 }, (_, i) => `e${i}`),
    );
  });

  it('keeps ten thousand at most, and reports that later ones are lost, and how many (F31)', async () => {
    isAway = true;
    send(10_250);
    await recorder.flush();
    isAway = false;
    await jest.advanceTimersByTimeAsync(1000);
    await recorder.flush();
    expect(await stored()).toBe(10_000);
    expect(errors).toEqual([
      'the audit log is behind by 10000 events and loses later ones',
      'away',
      'the audit log lost 250 events while the store did not answer',
    ]);
    send(1);
    await recorder.flush();
    expect([await stored(), errors.length]).toEqual([10_001, 3]);
  });

  it('that is closed while the store is away reports what is lost', async () => {
    isAway = true;
    send(4);
    await recorder.close();
    expect(errors).toEqual(['away', 'the audit log lost 4 events at the end']);
  });

  it('forgets events when their time is over, at the start and every hour', async () => {
    await memory.addEvents([eventAt(START - 31 * DAY), eventAt(START - 29 * DAY), eventAt(START)]);
    createAuditRecorder({ store: memory, retentionDays: 30, now: () => now, onError: () => undefined });
    await Promise.resolve();
    expect(await stored()).toBe(2);
    now = START + 2 * DAY;
    await jest.advanceTimersByTimeAsync(60 * 60 * 1000);
    expect(await stored()).toBe(1);
  });
});

describe('the log', () => {
  let given: Given;
  beforeEach(async () => {
    given = await givenAccounts();
    await given.recorder.flush();
    for (let i = 0; i < 1203; i += 1)
      given.core.events.emit('login', { subject: `s${i % 3}`, name: `n${i}`, clientAddress: '' });
  });

  it('is for those whose role says so, and told at once of what happened just now (L12)', async () => {
    for (const role of ['viewer', 'editor', 'admin']) {
      const user = await given.user(`a-${role}`, { roles: [role] });
      expect(await faultOf(given.accounts.audit.list(await given.actor(user.id)))).toBe('accounts/not-allowed');
      expect(await faultOf(given.accounts.audit.export(await given.actor(user.id)).next())).toBe(
        'accounts/not-allowed',
      );
    }
    const newest = await given.accounts.audit.list(await given.actor(given.owner.id), { limit: 1 });
    expect(newest[0]?.event).toMatchObject({ type: 'user-created', targetName: 'a-admin' });
  });

  it('is exported whole, newest first, over several pages, while more comes in', async () => {
    const names: string[] = [];
    for await (const line of given.accounts.audit.export(await given.actor(given.owner.id), { types: ['login'] })) {
      expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true);
      names.push((JSON.parse(line) as AuthEvent).name as string);
      given.core.events.emit('login', { name: 'later', clientAddress: '' });
    }
    expect(names).toEqual(Array.from({ length: 1203 }, (_, i) => `n${1202 - i}`));
  });

  it('is exported as it was asked for, of an exact number of pages, and when it is empty', async () => {
    const owner = await given.actor(given.owner.id);
    const count = async (query: object): Promise<number> => {
      let lines = 0;
      for await (const _line of given.accounts.audit.export(owner, query)) lines += 1;
      return lines;
    };
    expect(await count({ subject: 's0' })).toBe(401);
    expect(await count({ types: ['logout'] })).toBe(0);
    expect(await count({ limit: 1 })).toBe(1203);
    expect(await count({ before: 1001 })).toBe(1000);
  });
});
