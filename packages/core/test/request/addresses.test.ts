import { describe, expect, it } from '@jest/globals';
import { isLoopbackHost } from '../../src/open-mode.ts';
import { addressGroup, canonicalAddress, isLoopbackAddress } from '../../src/request/client-address.ts';
import { seeded } from '../fixture/random.ts';

describe('an address', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['[::1]', '0:0:0:0:0:0:0:1'],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:0db8:0000::0001', '2001:db8:0:0:0:0:0:1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
    ['', ''],
    ['unknown', ''],
    ['_hidden', ''],
    ['1.2.3', ''],
    ['1.2.3.4.5', ''],
    ['256.1.1.1', ''],
    ['1.2.3.999', ''],
    ['01.2.3.4', ''],
    ['0x7f.0.0.1', ''],
    ['2130706433', ''],
    ['1.2.3.4 ', ''],
    ['1.2.3.4:80', ''],
    ['::1::', ''],
    ['12345::', ''],
    ['g::1', ''],
    ['<script>', ''],
    ['1.2.3.4\r\nx: y', ''],
  ])('%j has the canonical form %j (L7)', (address, expected) => {
    expect(canonicalAddress(address)).toBe(expected);
  });

  it('is the same however IPv6 can write it, an IPv4 client in it included (L7)', () => {
    for (const spellings of [
      [
        '1.2.3.4',
        '::ffff:1.2.3.4',
        '::ffff:102:304',
        '0:0:0:0:0:ffff:1.2.3.4',
        '0000:0000:0000:0000:0000:ffff:0102:0304',
        '[::FFFF:102:304]',
      ],
      [
        '2001:db8::1',
        '2001:db8:0:0::1',
        '2001:0DB8::0.0.0.1',
        '2001:db8:0:0:0:0:0:1',
        '[2001:db8::1]',
        '2001:db8::1%25en0',
      ],
      ['64:ff9b::102:304', '64:ff9b::1.2.3.4'],
    ]) {
      expect([spellings, new Set(spellings.map(canonicalAddress)).size]).toEqual([spellings, 1]);
    }
  });

  it('counts as one client with its /64, and IPv4 clients count one by one, also when IPv6 writes them (L7)', () => {
    const group = (address: string): string => addressGroup(canonicalAddress(address));
    const random = seeded(31);
    const hosts = Array.from(
      { length: 1000 },
      () =>
        `2001:db8:1:2:${random.int(65_536).toString(16)}:${random.int(65_536).toString(16)}::${random.int(65_536).toString(16)}`,
    );
    expect(new Set(hosts.map(group)).size).toBe(1);
    expect(group('2001:db8:1:2::1')).not.toBe(group('2001:db8:1:3::1'));
    for (const prefix of ['', '::ffff:']) expect(group(`${prefix}1.2.3.4`)).not.toBe(group(`${prefix}1.2.3.5`));
    expect(group('::ffff:102:304')).not.toBe(group('::ffff:102:305'));
    expect(group('::ffff:1.2.3.4')).toBe(group('1.2.3.4'));
  });

  it('is one of this machine for 127.0.0.0/8 and ::1 alone (decision 11)', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', '[::1]'])
      expect([address, isLoopbackAddress(address)]).toEqual([address, true]);
    for (const address of [
      '',
      '128.0.0.1',
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '::2',
      'localhost',
      '127.0.0.1.evil.example',
      '1270.0.0.1',
      'fe80::1',
    ])
      expect([address, isLoopbackAddress(address)]).toEqual([address, false]);
  });

  it('is one of this machine as a Host for names that browsers keep local alone (L15)', () => {
    for (const host of [
      'localhost',
      'LOCALHOST:80',
      'a.localhost',
      'a.b.localhost:3000',
      '127.0.0.1',
      '127.0.0.1:8080',
      '[::1]',
      '[::1]:8080',
    ])
      expect([host, isLoopbackHost(host)]).toEqual([host, true]);
    for (const host of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'xlocalhost',
      'localhost.',
      'localhost@evil.example',
      'evil.example#localhost',
      'evil.example:80@localhost',
      '0.0.0.0',
      '[::]',
      '10.0.0.1',
      '2130706433',
      '0177.0.0.1',
      ':80',
    ]) {
      expect([host, isLoopbackHost(host)]).toEqual([host, false]);
    }
  });
});
