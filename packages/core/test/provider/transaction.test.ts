import { describe, expect, it } from '@jest/globals';
import { createTransactions, type Transaction } from '../../src/provider/transaction.ts';
import { createKeyRing } from '../../src/secret/key-ring.ts';
import { randomSecret } from '../../src/secret/secret-value.ts';

const keys = createKeyRing([randomSecret()]);
const transactionsOf = (...names: readonly string[]) =>
  createTransactions(names, { path: '/', secure: true }, keys, Date.now);
const transactions = transactionsOf('doorward');

const transaction = (next: string, keep: string): Transaction => ({
  ...{ provider: 'acme', state: randomSecret(), next, keep },
  ...{ connects: null, until: Date.now() + 60_000 },
});

/** The pair that a browser keeps of what was set. */
function keptOf(given: Transaction): string {
  const [pair = ''] = (transactions.set(undefined, given)[0] ?? '').split(';');
  return pair;
}

describe('a sign-in that goes on at a provider', () => {
  it('is kept in a cookie that browsers take, whatever has to be kept: rather without its return path', () => {
    const long = `/${'a'.repeat(2_047)}`;
    for (const [next, keep, isKept] of [
      [long, 'k'.repeat(200), true],
      ['/short', 'k'.repeat(2_000), true],
      [long, 'k'.repeat(2_000), false],
    ] as const) {
      const given = transaction(next, keep);
      const pair = keptOf(given);
      expect(pair.length).toBeLessThan(4_000);
      expect(transactions.read(pair, given.state)).toEqual({ ...given, next: isKept ? next : null });
    }
  });

  it('comes back also when the secret was replaced meanwhile, here or at the instance where it began (F33)', () => {
    const begun = transaction('/', 'k');
    for (const others of [transactionsOf('newer', 'doorward'), transactionsOf('doorward', 'newer')]) {
      expect(others.read(keptOf(begun), begun.state)).toEqual(begun);
      const names = others.clear(begun.state).map((line) => line.split('_at_', 1)[0]);
      expect(names.sort()).toEqual(['doorward', 'newer']);
    }
    expect(transactionsOf('newer').read(keptOf(begun), begun.state)).toBeNull();
  });

  it('leaves room for other cookies in a request, however many are begun and how long they are', () => {
    const kept = new Map<string, string>();
    const header = () => [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    let last = transaction('/', 'x');
    for (let n = 0; n < 8; n += 1) {
      last = transaction(`/${'a'.repeat(2_047)}`, 'k'.repeat(200));
      for (const line of transactions.set(header(), last)) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') kept.delete(name);
        else kept.set(name, value);
      }
      expect(header().length).toBeLessThan(8_100);
      expect(transactions.read(header(), last.state)).toEqual(last);
    }
    expect(kept.size).toBe(2);
  });
});
