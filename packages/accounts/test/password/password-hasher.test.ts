import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createPasswordHasher, type PasswordHasherOptions } from '../../src/password/password-hasher.ts';

const LIGHT: PasswordHasherOptions = { parameters: { memoryKiB: 64, passes: 1 } };
const light = createPasswordHasher(LIGHT);

const YES = { matches: true, needsRehash: false };
const NO = { matches: false, needsRehash: false };

async function millisecondsOf(job: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await job();
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

describe('what is stored for a password', () => {
  it('is argon2id in PHC form with 19 MiB, 2 passes, 1 thread and 32 bytes of salt (V21)', async () => {
    expect(await createPasswordHasher().hash('correct horse battery')).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{43}\$[A-Za-z0-9+/]{43}$/,
    );
  });

  it('has another salt each time (V21)', async () => {
    const hashes = await Promise.all(Array.from({ length: 200 }, () => light.hash('the same')));
    expect(new Set(hashes.map((hash) => hash.split('$')[4])).size).toBe(200);
  });

  it('is to be made anew when the parameters have changed, and only for the right password (V21)', async () => {
    const stored = await light.hash('correct horse battery');
    expect(await light.verify(stored, 'correct horse battery')).toEqual(YES);
    for (const parameters of [{ memoryKiB: 128 }, { passes: 2 }, { parallelism: 2 }]) {
      const changed = createPasswordHasher({ parameters: { ...LIGHT.parameters, ...parameters } });
      expect(await changed.verify(stored, 'correct horse battery')).toEqual({ matches: true, needsRehash: true });
      expect(await changed.verify(stored, 'another')).toEqual(NO);
    }
  });
});

describe('a password', () => {
  const long = 'p'.repeat(1025);
  const replaced = (index: number): string => `${long.slice(0, index)}q${long.slice(index + 1)}`;

  it.each([
    ['byte 73', replaced(72)],
    ['byte 256', replaced(255)],
    ['byte 1023', replaced(1022)],
    ['the last byte', replaced(1024)],
    ['its length', long.slice(0, -1)],
    ['case', `P${long.slice(1)}`],
    ['a trailing space', `${long} `],
    ['a leading space', ` ${long}`],
    ['a trailing NUL', `${long}\0`],
    ['what follows a NUL', `${long}\0q`],
  ])('that differs in %s does not match (V5, 4.12)', async (_, other) => {
    const stored = await light.hash(long);
    expect(await light.verify(stored, long)).toEqual(YES);
    expect(await light.verify(stored, other)).toEqual(NO);
    expect(await light.verify(await light.hash(other), long)).toEqual(NO);
  });

  it('matches in both canonical forms, and not by a look-alike (V6)', async () => {
    const stored = await light.hash('Gr\u00fc\u00dfe aus K\u00f6ln');
    expect(await light.verify(stored, 'Gru\u0308\u00dfe aus Ko\u0308ln')).toEqual(YES);
    expect(await light.verify(stored, 'Gr\u00fc\u00dfe aus K\u00f6\uff4cn')).toEqual(NO);
    expect(await light.verify(await light.hash('\ufb01re in the hall'), 'fire in the hall')).toEqual(NO);
    expect(await light.verify(await light.hash('fire in the hall'), '\ufb01re in the hall')).toEqual(NO);
  });

  it('with half a surrogate pair matches itself alone (V5)', async () => {
    const stored = await light.hash('half a pair \ud83d');
    expect(await light.verify(stored, 'half a pair \ud83d')).toEqual(YES);
    expect(await light.verify(stored, 'half a pair \ud83e')).toEqual(NO);
    expect(await light.verify(stored, 'half a pair \ufffd')).toEqual(NO);
    const escaped = `\u{10ffff}${Buffer.from('half a pair \ud83d', 'utf16le').toString('hex')}`;
    expect(await light.verify(stored, escaped)).toEqual(NO);
  });

  it('never matches what is no hash (V21)', async () => {
    for (const stored of [null, '', 'plain', '$argon2id$', 'p'.repeat(100_000)]) {
      expect(await light.verify(stored, stored ?? '')).toEqual(NO);
    }
  });
});

describe('the time of an answer', () => {
  it.each([
    ['no user', null],
    ['a hash that cannot be used', '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA'],
  ])('is for %s about that of a wrong password', async (_, unusable) => {
    const hasher = createPasswordHasher();
    const stored = await hasher.hash('correct horse battery');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      known.push(await millisecondsOf(() => hasher.verify(stored, 'wrong')));
      unknown.push(await millisecondsOf(() => hasher.verify(unusable, 'wrong')));
    }
    // The quickest of each: whatever else the machine does can only add to a time.
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe('while passwords are hashed', () => {
  it('the app reads a file within 30 ms (G9)', async () => {
    const hasher = createPasswordHasher();
    let isDone = false;
    const hashing = Promise.all(Array.from({ length: 150 }, () => hasher.hash('at the same time'))).then(() => {
      isDone = true;
    });
    const reads: number[] = [];
    while (!isDone) {
      await pause(5);
      reads.push(await millisecondsOf(() => readFile(new URL(import.meta.url))));
    }
    await hashing;
    expect(median(reads)).toBeLessThan(30);
  });

  it('beyond the bound it is refused at once, to hash and to verify, and goes on afterwards (F26)', async () => {
    const hasher = createPasswordHasher({ concurrency: 1, maxWaiting: 2 });
    const six = await light.hash('six');
    const taken = Array.from({ length: 3 }, () => hasher.hash('one of three'));
    const busy = expect.objectContaining({ code: 'accounts/busy' });
    let isOneDone = false;
    void Promise.race(taken).then(() => {
      isOneDone = true;
    });
    await expect(hasher.hash('the fourth')).rejects.toEqual(busy);
    await expect(hasher.verify(null, 'the fifth')).rejects.toEqual(busy);
    await expect(hasher.verify(six, 'six')).rejects.toEqual(busy);
    expect(isOneDone).toBe(false);
    await Promise.all(taken);
    expect(await hasher.verify(await hasher.hash('later'), 'later')).toEqual(YES);
  });

  it('500 may wait, and no more (F26)', async () => {
    const hasher = createPasswordHasher({ ...LIGHT, concurrency: 1 });
    const all = await Promise.allSettled(Array.from({ length: 502 }, () => hasher.hash('one of many')));
    expect(all.map(({ status }) => status)).toEqual([...Array(501).fill('fulfilled'), 'rejected']);
  });
});

describe('options of the hasher', () => {
  it.each<[string, PasswordHasherOptions]>([
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: 1.5 }],
    ['maxWaiting', { maxWaiting: -1 }],
    ['maxWaiting', { maxWaiting: Number.NaN }],
    ['parameters', { parameters: { memoryKiB: 7 } }],
    ['parameters', { parameters: { memoryKiB: 262_145 } }],
    ['parameters', { parameters: { passes: 0 } }],
  ])('are checked when it is made: %s of %j', (option, options) => {
    expect(() => createPasswordHasher(options)).toThrow(
      expect.objectContaining({ code: 'accounts/options-invalid', option }),
    );
  });
});
