import { describe, expect, it } from '@jest/globals';
import { isAuthError } from '../../src/auth-error.ts';
import { createClientAddressReader, hasForwardingHeader } from '../../src/request/client-address.ts';
import { type Random, seeded } from '../fixture/random.ts';
import { viewOf } from '../fixture/view.ts';

const read = (trust: number | readonly string[], peer: string | undefined, forwarded?: string | readonly string[]) =>
  createClientAddressReader(trust)(viewOf('/', { remoteAddress: peer, headers: { 'x-forwarded-for': forwarded } }));

describe('the client address', () => {
  it('is the peer where no proxy is trusted, whatever a header says (L8, P3)', () => {
    for (const forwarded of [undefined, '', '6.6.6.6', '127.0.0.1', 'x'.repeat(10_000)]) {
      expect(read(0, '9.9.9.9', forwarded)).toBe('9.9.9.9');
      expect(read([], '9.9.9.9', forwarded)).toBe('9.9.9.9');
      expect(read(['10.0.0.0/8'], '9.9.9.9', forwarded)).toBe('9.9.9.9');
    }
  });

  it('is what as many proxies as there are have written, from the right (L8, V49)', () => {
    expect(read(1, '10.0.0.1', '6.6.6.6, 9.9.9.9')).toBe('9.9.9.9');
    expect(read(2, '10.0.0.1', '6.6.6.6, 9.9.9.9, 10.0.0.2')).toBe('9.9.9.9');
    expect(read(2, '10.0.0.1', ['6.6.6.6', '9.9.9.9', '10.0.0.2'])).toBe('9.9.9.9');
    expect(read(1, '10.0.0.1')).toBe('10.0.0.1');
    expect(read(3, '10.0.0.1', '9.9.9.9')).toBe('9.9.9.9');
  });

  it('is the first one from the right that is no trusted proxy (L8, V49)', () => {
    expect(read(['loopback'], '127.0.0.1', '6.6.6.6, 9.9.9.9')).toBe('9.9.9.9');
    expect(read(['loopback'], '::1', '9.9.9.9')).toBe('9.9.9.9');
    expect(read(['10.0.0.0/8', '127.0.0.1'], '127.0.0.1', '6.6.6.6, 9.9.9.9, 10.1.1.1')).toBe('9.9.9.9');
    expect(read(['10.0.0.0/8'], '::ffff:10.0.0.1', '9.9.9.9')).toBe('9.9.9.9');
    expect(read(['2001:db8::/32'], '2001:db8::1', '2001:db9::1, 2001:db8::2')).toBe('2001:db9:0:0:0:0:0:1');
    expect(read(['10.0.0.0/8'], '10.0.0.1', '10.0.0.2, 10.0.0.3')).toBe('10.0.0.2');
    expect(read(['10.0.0.0/8'], '10.0.0.1')).toBe('10.0.0.1');
  });

  it('cannot be told where the nearest entry is no address: then nobody is named instead (L8)', () => {
    for (const garbage of [
      'unknown',
      '_x',
      'evil',
      '999.1.1.1',
      '1.2.3.4:x',
      '"9.9.9.9"',
      'for=9.9.9.9',
      '9.9.9.9;x',
    ]) {
      expect([garbage, read(1, '10.0.0.1', `6.6.6.6, ${garbage}`)]).toEqual([garbage, '']);
      expect([garbage, read(['10.0.0.0/8'], '10.0.0.1', `6.6.6.6, ${garbage}`)]).toEqual([garbage, '']);
    }
    expect(read(0, undefined)).toBe('');
    expect(read(1, '10.0.0.1', '6.6.6.6,')).toBe('');
  });

  it('has its port cut off', () => {
    expect(read(1, '10.0.0.1', '9.9.9.9:1234')).toBe('9.9.9.9');
    expect(read(1, '10.0.0.1', '[2001:db8::1]:1234')).toBe('2001:db8:0:0:0:0:0:1');
    expect(read(1, '10.0.0.1', '[2001:db8::1]')).toBe('2001:db8:0:0:0:0:0:1');
  });

  it('is what a plain reading of the rule says, for any number of hops and any list (property 28, corpus 4.3)', () => {
    const random = seeded(32);
    const wrong: unknown[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const entries = Array.from({ length: random.int(5) }, () => random.pick(ENTRIES));
      const peer = random.pick(PEERS);
      const hops = random.int(4);
      const [byHops, byList] = [
        read(hops, peer, lines(entries, random)),
        read(['10.0.0.0/8', 'loopback'], peer, lines(entries, random)),
      ];
      const expected = [referenceByHops(hops, peer, entries), referenceByList(peer, entries)];
      if (byHops !== expected[0] || byList !== expected[1])
        wrong.push({ seed: random.seed, peer, entries, hops, byHops, byList, expected });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});

describe('a trusted proxy that is none', () => {
  it.each([
    '',
    'proxy.internal',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/-1',
    '::/129',
    '10.0.0.1-10.0.0.9',
    '*',
    'loopback/8',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/0x8',
    '10.0.0.0/1e1',
    '10.0.0.0/ 8',
    'fe80::1%eth0',
  ])('stops the start: %j (decision 20)', (entry) => {
    let error: unknown;
    try {
      createClientAddressReader(['127.0.0.1', entry]);
    } catch (thrown) {
      error = thrown;
    }
    expect(isAuthError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'core/options-invalid', option: 'trustProxy[1]' });
  });
});

describe('a forwarding header', () => {
  it('is any that says that a proxy was on the way', () => {
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via']) {
      expect([name, hasForwardingHeader(viewOf('/', { headers: { [name]: '' } }))]).toEqual([name, true]);
    }
    expect(hasForwardingHeader(viewOf('/', { headers: { host: 'x', origin: 'y' } }))).toBe(false);
  });
});

const PEERS = ['127.0.0.1', '::1', '10.0.0.1', '::ffff:10.0.0.1', '9.9.9.9', '2001:db8::1', '::ffff:9.9.9.9'];
const ENTRIES = [
  '6.6.6.6',
  '9.9.9.9',
  '10.0.0.2',
  '127.0.0.1',
  '::1',
  '[::1]:80',
  '9.9.9.9:443',
  '::ffff:6.6.6.6',
  '2001:DB8::5',
  'unknown',
  '',
  '300.1.1.1',
  'x',
];

function lines(entries: readonly string[], random: Random): string | readonly string[] | undefined {
  if (entries.length === 0) return undefined;
  const at = random.int(entries.length + 1);
  const parts = [entries.slice(0, at), entries.slice(at)].filter((part) => part.length > 0);
  return parts.map((part) => part.join(random.pick([',', ', ', ' , '])));
}

/** The canonical form of every address above, by hand. */
const CANONICAL: Readonly<Record<string, string>> = {
  '6.6.6.6': '6.6.6.6',
  '9.9.9.9': '9.9.9.9',
  '10.0.0.1': '10.0.0.1',
  '10.0.0.2': '10.0.0.2',
  '127.0.0.1': '127.0.0.1',
  '::1': '0:0:0:0:0:0:0:1',
  '[::1]:80': '0:0:0:0:0:0:0:1',
  '9.9.9.9:443': '9.9.9.9',
  '::ffff:6.6.6.6': '6.6.6.6',
  '::ffff:9.9.9.9': '9.9.9.9',
  '::ffff:10.0.0.1': '10.0.0.1',
  '2001:db8::1': '2001:db8:0:0:0:0:0:1',
  '2001:DB8::5': '2001:db8:0:0:0:0:0:5',
};
const canonical = (address: string): string => CANONICAL[address] ?? '';

/** What joined lines say, since an empty one is as good as none. */
const told = (entries: readonly string[]): readonly string[] => (entries.join(',') === '' ? [] : entries);

function referenceByHops(hops: number, peer: string, entries: readonly string[]): string {
  if (hops === 0) return canonical(peer);
  const chain = told(entries);
  if (chain.length === 0) return canonical(peer);
  return canonical(chain[chain.length - Math.min(hops, chain.length)] ?? '');
}

function referenceByList(peer: string, entries: readonly string[]): string {
  const isProxy = (address: string): boolean =>
    address.startsWith('10.') || address.startsWith('127.') || address === '0:0:0:0:0:0:0:1';
  const path = [...told(entries), peer].map(canonical).reverse();
  return path.find((address) => !isProxy(address)) ?? path.at(-1) ?? '';
}
